import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconHelpHexagon, IconPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAction } from '#platform/web/data.ts'
import { addModule, addUnit, getRevision, orderModules, orderUnits, type Revision } from '../contract.ts'
import classes from './editor.module.css'
import { ModuleMenu, UnitMenu } from './PartMenu.tsx'
import { Sortable } from './Sortable.tsx'

type Whole = z.output<typeof Revision>
export type ModulePart = Whole['modules'][number]
export type UnitPart = ModulePart['units'][number]
const again = { invalidates: [getRevision] }

/** The modules and units of a revision: add, rename, hide, remove, put in order. */
export function Structure({ revision, chosen }: { revision: Whole; chosen: string | undefined }) {
  const { t } = useTranslation('courses')
  const { id, modules, may } = revision
  const add = useAction(addModule, again)
  const order = useAction(orderModules, again)
  return (
    <Paper withBorder p="md" component="section" aria-label={t('editor.structure')} className={classes.structure}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('editor.structure')}
        </Title>
        <Sortable
          label={t('editor.structure')}
          items={modules}
          disabled={!may.edit}
          onOrder={(ids) => order.run({ params: { id }, body: { ids } })}
        >
          {(module, controls) => <ModuleRow module={module} controls={controls} revision={revision} chosen={chosen} />}
        </Sortable>
        {may.edit && (
          <Button
            variant="light"
            size="sm"
            leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
            loading={add.running}
            onClick={() => void add.run({ params: { id }, body: { title: t('editor.module', { number: modules.length + 1 }) } })}
          >
            {t('editor.addModule')}
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

type ModuleProps = { module: ModulePart; controls: React.ReactNode; revision: Whole; chosen: string | undefined }
function ModuleRow({ module, controls, revision, chosen }: ModuleProps) {
  const { t } = useTranslation('courses')
  const navigate = useNavigate()
  const add = useAction(addUnit, again)
  const order = useAction(orderUnits, again)
  const { edit } = revision.may
  const open = (unit: string) => navigate({ to: '/revisions/$id', params: { id: revision.id }, search: { unit }, resetScroll: false })
  const begin = async (type: 'lesson' | 'quiz') => {
    const body = { title: t(type === 'quiz' ? 'editor.newQuiz' : 'editor.newUnit'), type }
    const made = await add.run({ params: { id: module.id }, body })
    if (made.ok) await open(made.data.id)
  }
  return (
    <div className={classes.module}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <Text fw={600} size="sm" className={classes.words} pt={4}>
          {module.title}
        </Text>
        {module.status === 'hidden' && <HiddenBadge />}
        {controls}
        {edit && <ModuleMenu module={module} modules={revision.modules} />}
      </Group>
      <Sortable
        label={module.title}
        items={module.units}
        disabled={!edit}
        onOrder={(ids) => order.run({ params: { id: module.id }, body: { ids } })}
      >
        {(unit, unitControls) => (
          <Group gap={2} wrap="nowrap" className={classes.unit} data-chosen={unit.id === chosen || undefined}>
            <Link
              to="/revisions/$id"
              params={{ id: revision.id }}
              search={{ unit: unit.id }}
              resetScroll={false}
              className={classes.unitLink}
              aria-current={unit.id === chosen ? 'true' : undefined}
            >
              {unit.type === 'quiz' && <IconHelpHexagon size={14} stroke={1.8} aria-label={t('type.quiz')} />} {unit.title}
            </Link>
            {unit.status === 'hidden' && <HiddenBadge />}
            {unitControls}
            {edit && <UnitMenu unit={unit} module={module} modules={revision.modules} />}
          </Group>
        )}
      </Sortable>
      {edit && (
        <Group gap={4} mt={4}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
            onClick={() => void begin('lesson')}
            loading={add.running}
          >
            {t('editor.addUnit')}
          </Button>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconHelpHexagon size={14} stroke={1.8} aria-hidden />}
            onClick={() => void begin('quiz')}
            disabled={add.running}
          >
            {t('editor.addQuiz')}
          </Button>
        </Group>
      )}
    </div>
  )
}

export function HiddenBadge() {
  const { t } = useTranslation('courses')
  return (
    <Badge variant="light" color="gray" size="sm" tt="none" mt={4}>
      {t('status.hidden')}
    </Badge>
  )
}
