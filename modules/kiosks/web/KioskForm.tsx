import { Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { addKiosk, changeKiosk, type Kiosk, listKiosks } from '../contract.ts'

type Props = { of: Kiosk | null; branches: { id: string; name: string }[]; onDone: (code: string | null) => void }

/** Name and place of a kiosk: a new one answers with its code. */
export function KioskForm({ of, branches, onDone }: Props) {
  const { t } = useTranslation('kiosks')
  const form = useContractForm(addKiosk.body, { name: of?.name ?? '', branchId: of?.branch?.id ?? null })
  const add = useAction(addKiosk, { invalidates: [listKiosks] })
  const change = useAction(changeKiosk, { invalidates: [listKiosks], success: t('list.saved') })
  const fields = (
    <>
      <TextInput label={t('make.name')} description={t('make.nameHint')} data-autofocus {...form.getInputProps('name')} />
      <Select
        label={t('make.branch')}
        data={branches.map(({ id, name }) => ({ value: id, label: name }))}
        placeholder={t('list.nowhere')}
        searchable
        clearable
        {...form.getInputProps('branchId')}
      />
    </>
  )
  if (of)
    return (
      <Form form={form} action={change} input={(body) => ({ params: { id: of.id }, body })} onDone={() => onDone(null)} free>
        {fields}
      </Form>
    )
  return (
    <Form form={form} action={add} input={(body) => ({ body })} onDone={({ code }) => onDone(code)} submit={t('make.go')} free>
      {fields}
    </Form>
  )
}
