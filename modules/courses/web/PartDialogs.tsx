import { Modal, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { changeModule, changeUnit, getRevision, requireModules } from '../contract.ts'
import type { ModulePart, UnitPart } from './Structure.tsx'

const again = { invalidates: [getRevision] }

function NameInput(field: object) {
  const { t } = useTranslation('courses')
  return <TextInput label={t('editor.name')} maxLength={200} data-autofocus {...field} withAsterisk />
}

export function ModuleDialog({ module, modules, close }: { module: ModulePart; modules: readonly ModulePart[]; close: () => void }) {
  const { t } = useTranslation('courses')
  const params = { id: module.id }
  const form = useContractForm(changeModule.body, { title: module.title, description: module.description })
  const [before, setBefore] = useState(module.requires.map((one) => one.moduleId))
  const change = useAction(changeModule, again)
  const gate = useAction(requireModules, again)
  const order = async () => {
    const known = new Map(module.requires.map((one) => [one.moduleId, one.requirement]))
    const requires = before.map((moduleId) => ({ moduleId, requirement: known.get(moduleId) ?? ('passed' as const) }))
    if ((await gate.run({ params, body: { requires } })).ok) close()
  }
  return (
    <Modal opened onClose={close} title={t('editor.rename')} centered>
      <Form
        form={form}
        action={change}
        input={(body) => ({ params, body })}
        ifMatch={module.version}
        onDone={() => void order()}
        onCancel={close}
        free
      >
        <NameInput {...form.getInputProps('title')} />
        <Textarea label={t('form.description')} autosize minRows={2} maxLength={10_000} {...form.getInputProps('description')} />
        {modules.length > 1 && (
          <MultiSelect
            label={t('editor.requires')}
            description={t('editor.requiresHint')}
            data={modules.filter((one) => one.id !== module.id).map((one) => ({ value: one.id, label: one.title }))}
            value={before}
            onChange={setBefore}
          />
        )}
      </Form>
    </Modal>
  )
}

export function UnitDialog({ unit, close }: { unit: UnitPart; close: () => void }) {
  const { t } = useTranslation('courses')
  const form = useContractForm(changeUnit.body, { title: unit.title, durationMins: unit.durationMins })
  const change = useAction(changeUnit, again)
  return (
    <Modal opened onClose={close} title={t('editor.rename')} centered>
      <Form
        form={form}
        action={change}
        input={(body) => ({ params: { id: unit.id }, body })}
        ifMatch={unit.version}
        onDone={close}
        onCancel={close}
        free
      >
        <NameInput {...form.getInputProps('title')} />
        <NumberInput label={t('editor.minutes')} min={0} max={10_000} allowDecimal={false} {...form.getInputProps('durationMins')} />
      </Form>
    </Modal>
  )
}
