import { Button, Group, Modal, MultiSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { changeModule, changeUnit, getRevision, requireModules } from '../contract.ts'
import type { ModulePart, UnitPart } from './Structure.tsx'

const again = { invalidates: [getRevision] }

function Dialog({
  title,
  busy,
  close,
  save,
  children,
}: {
  title: string
  busy: boolean
  close: () => void
  save: () => Promise<void>
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={close} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="md">
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('form.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function NameInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('courses')
  return (
    <TextInput
      label={t('editor.name')}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      maxLength={200}
      required
      data-autofocus
    />
  )
}

export function ModuleDialog({ module, modules, close }: { module: ModulePart; modules: readonly ModulePart[]; close: () => void }) {
  const { t } = useTranslation('courses')
  const [title, setTitle] = useState(module.title)
  const [description, setDescription] = useState(module.description)
  const [before, setBefore] = useState(module.requires.map((one) => one.moduleId))
  const change = useAction(changeModule, again)
  const gate = useAction(requireModules, again)
  const save = async () => {
    const params = { id: module.id }
    const saved = await change.run({ params, body: { title, description } }, { ifMatch: module.version })
    const known = new Map(module.requires.map((one) => [one.moduleId, one.requirement]))
    const requires = before.map((moduleId) => ({ moduleId, requirement: known.get(moduleId) ?? ('passed' as const) }))
    if (saved.ok && (await gate.run({ params, body: { requires } })).ok) close()
  }
  return (
    <Dialog title={t('editor.rename')} busy={change.running || gate.running} close={close} save={save}>
      <NameInput value={title} onChange={setTitle} />
      <Textarea
        label={t('form.description')}
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        autosize
        minRows={2}
        maxLength={10_000}
      />
      {modules.length > 1 && (
        <MultiSelect
          label={t('editor.requires')}
          description={t('editor.requiresHint')}
          data={modules.filter((one) => one.id !== module.id).map((one) => ({ value: one.id, label: one.title }))}
          value={before}
          onChange={setBefore}
        />
      )}
    </Dialog>
  )
}

export function UnitDialog({ unit, close }: { unit: UnitPart; close: () => void }) {
  const { t } = useTranslation('courses')
  const [title, setTitle] = useState(unit.title)
  const [minutes, setMinutes] = useState<string | number>(unit.durationMins ?? '')
  const change = useAction(changeUnit, again)
  const save = async () => {
    const durationMins = minutes === '' ? null : Number(minutes)
    if ((await change.run({ params: { id: unit.id }, body: { title, durationMins } }, { ifMatch: unit.version })).ok) close()
  }
  return (
    <Dialog title={t('editor.rename')} busy={change.running} close={close} save={save}>
      <NameInput value={title} onChange={setTitle} />
      <NumberInput label={t('editor.minutes')} value={minutes} onChange={setMinutes} min={0} max={10_000} allowDecimal={false} />
    </Dialog>
  )
}
