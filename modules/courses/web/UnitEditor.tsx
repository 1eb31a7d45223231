import { Button, Group, Paper, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconFileText, IconLink, IconPlayerPlay, IconTextCaption } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBoundary } from '#platform/web/boundary.tsx'
import { useAction } from '#platform/web/data.ts'
import { Slot } from '#platform/web/slots.tsx'
import { EmptyState, Loading } from '#platform/web/states.tsx'
import { addContent, ContentType, changeContent, getRevision, orderContents, removeContent } from '../contract.ts'
import { ContentEditor } from './ContentEditor.tsx'
import classes from './editor.module.css'
import { PartMenu } from './PartMenu.tsx'
import { Sortable } from './Sortable.tsx'
import { HiddenBadge, type UnitPart } from './Structure.tsx'

const marks = { rich_text: IconTextCaption, video: IconPlayerPlay, embed: IconPlayerPlay, document: IconFileText, link: IconLink }
const again = { invalidates: [getRevision] }

/** One unit: its contents, each opened where it stands, and what higher modules add to it. */
export function UnitEditor({ unit, revisionId, mayEdit }: { unit: UnitPart; revisionId: string; mayEdit: boolean }) {
  const { t } = useTranslation('courses')
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set(unit.contents.length === 1 ? unit.contents.map((one) => one.id) : []))
  const add = useAction(addContent, again)
  const order = useAction(orderContents, again)
  const toggle = (id: string) => setOpened((old) => (old.has(id) ? new Set([...old].filter((one) => one !== id)) : new Set([...old, id])))
  const begin = async (type: (typeof ContentType.options)[number]) => {
    const made = await add.run({ params: { id: unit.id }, body: { type, title: t(`editor.newContent.${type}`) } })
    if (made.ok) setOpened((old) => new Set([...old, made.data.id]))
  }
  return (
    <Stack gap="md" component="section" aria-label={unit.title}>
      <Title order={2} size="h3" style={{ overflowWrap: 'anywhere' }}>
        {unit.title}
      </Title>
      {unit.contents.length === 0 && unit.type !== 'quiz' && <EmptyState title={t('editor.unitEmpty')} hint={t('editor.unitEmptyHint')} />}
      <Sortable
        label={unit.title}
        items={unit.contents}
        disabled={!mayEdit}
        onOrder={(ids) => order.run({ params: { id: unit.id }, body: { ids } })}
      >
        {(content, controls) => (
          <ContentRow
            content={content}
            controls={controls}
            mayEdit={mayEdit}
            isOpen={opened.has(content.id)}
            toggle={() => toggle(content.id)}
          />
        )}
      </Sortable>
      {mayEdit && (
        <Group gap="xs" role="group" aria-label={t('editor.addLabel')}>
          <Text size="sm" c="dimmed" aria-hidden>
            {t('editor.addLabel')}
          </Text>
          {ContentType.options.map((type) => {
            const Mark = marks[type]
            return (
              <Button
                key={type}
                variant="default"
                size="sm"
                disabled={add.running}
                leftSection={<Mark size={16} stroke={1.6} aria-hidden />}
                onClick={() => void begin(type)}
              >
                {t(`editor.add.${type}`)}
              </Button>
            )
          })}
        </Group>
      )}
      {unit.type === 'quiz' && <Slot name="courseEditorUnit" with={{ unitId: unit.id, revisionId, mayEdit }} />}
    </Stack>
  )
}

type RowProps = { content: UnitPart['contents'][number]; controls: React.ReactNode; mayEdit: boolean; isOpen: boolean; toggle: () => void }
function ContentRow({ content, controls, mayEdit, isOpen, toggle }: RowProps) {
  const { t } = useTranslation('courses')
  const change = useAction(changeContent, again)
  const remove = useAction(removeContent, again)
  const Mark = marks[content.type]
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  const params = { id: content.id }
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" wrap="nowrap">
        <UnstyledButton onClick={toggle} aria-expanded={isOpen} className={classes.words}>
          <Group gap="xs" wrap="nowrap">
            <Chevron size={16} stroke={1.8} aria-hidden />
            <Mark size={18} stroke={1.6} className="salus-tint" aria-label={t(`type.${content.type}`)} />
            <Text fw={500} lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
              {content.title}
            </Text>
          </Group>
        </UnstyledButton>
        {content.status === 'hidden' && <HiddenBadge />}
        {controls}
        {mayEdit && (
          <PartMenu
            title={content.title}
            isHidden={content.status === 'hidden'}
            onRename={() => !isOpen && toggle()}
            onHide={(hidden) => void change.run({ params, body: { hidden } })}
            question={t('editor.removeContent', { title: content.title })}
            onRemove={() => remove.run({ params })}
          />
        )}
      </Group>
      {isOpen && (
        <ErrorBoundary>
          <Suspense fallback={<Loading rows={2} />}>
            <ContentEditor id={content.id} mayEdit={mayEdit} />
          </Suspense>
        </ErrorBoundary>
      )}
    </Paper>
  )
}
