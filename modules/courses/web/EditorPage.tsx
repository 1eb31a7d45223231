import { Alert, Grid, Group, Stack, Text } from '@mantine/core'
import { IconInfoCircle, IconPointer, IconTrash } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { discardDraft, getRevision } from '../contract.ts'
import { PublishButton } from './PublishButton.tsx'
import { Structure } from './Structure.tsx'
import { UnitEditor } from './UnitEditor.tsx'

const route = getRouteApi('/revisions/$id')

export default function EditorPage() {
  const { t } = useTranslation('courses')
  const { id } = route.useParams()
  const { unit: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: revision } = useData(getRevision, { params: { id } }, { live: ['courses'] })
  const discard = useAction(discardDraft, { invalidates: ['courses'], success: t('editor.discarded') })
  const { courseId, courseTitle, number, status, may, modules } = revision
  const unit = modules.flatMap((module) => module.units).find((one) => one.id === chosen)
  const actions = may.publish && (
    <Group gap="xs">
      {may.discard && (
        <ConfirmButton
          question={t('editor.discardQuestion')}
          hint={t('editor.discardHint')}
          variant="subtle"
          leftSection={<IconTrash size={18} stroke={1.6} aria-hidden />}
          onConfirm={async () => {
            const gone = await discard.run({ params: { id } })
            if (gone.ok) await navigate({ to: '/courses/$id', params: { id: courseId } } as never)
          }}
        >
          {t('editor.discard')}
        </ConfirmButton>
      )}
      <PublishButton revision={revision} />
    </Group>
  )
  return (
    <Page
      title={t('editor.title', { title: courseTitle, number })}
      crumbs={[
        { label: t('pages.catalogue'), to: '/courses' },
        { label: courseTitle, to: '/courses/$id', params: { id: courseId } },
      ]}
      actions={actions}
    >
      {may.edit ? (
        <Group gap="xs">
          <StatusBadge tone="wait">{t('status.draft')}</StatusBadge>
          <Text size="sm">{t('editor.draft')}</Text>
        </Group>
      ) : (
        <Alert variant="light" icon={<IconInfoCircle stroke={1.6} />}>
          {status === 'draft' ? t('details.archived') : t('editor.fixed')}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
          <Structure revision={revision} chosen={unit?.id} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
          {unit ? (
            <UnitEditor key={unit.id} unit={unit} revisionId={id} mayEdit={may.edit} />
          ) : (
            <Stack>
              {modules.length === 0 ? (
                <EmptyState title={t('editor.empty')} hint={t('editor.emptyHint')} />
              ) : (
                <EmptyState
                  icon={IconPointer}
                  title={t(may.edit ? 'editor.chooseUnit' : 'editor.chooseUnitToRead')}
                  hint={t(may.edit ? 'editor.chooseUnitHint' : 'editor.chooseUnitToReadHint')}
                />
              )}
            </Stack>
          )}
        </Grid.Col>
      </Grid>
    </Page>
  )
}
