import { Fieldset, Select, SimpleGrid, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listPeople } from '#modules/directory/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { type ContractForm, Form, useContractForm } from '#platform/web/form.tsx'
import { PairsInput } from '#platform/web/PairsInput.tsx'
import { Picker } from '#platform/web/Picker.tsx'
import { addBranch, type Branch, changeBranch, listBranches } from '../contract.ts'
import { HoursInput } from './HoursInput.tsx'

type BranchFormProps = { branch: Branch | null; orgId: string; isFirst: boolean; close: () => void }
const hoursPath = 'operatingHours.'

/** Adds or changes one branch. */
export function BranchForm({ branch, orgId, isFirst, close }: BranchFormProps) {
  const { t } = useTranslation('structure')
  const form = useContractForm(addBranch.body, {
    name: branch?.name ?? '',
    code: branch?.code ?? '',
    status: branch?.status ?? 'active',
    address: branch?.address ?? null,
    city: branch?.city ?? null,
    state: branch?.state ?? null,
    postalCode: branch?.postalCode ?? null,
    country: branch?.country ?? 'GB',
    contactInfo: branch?.contactInfo ?? null,
    timeZone: branch?.timeZone ?? 'Europe/London',
    headUserId: branch?.head?.id ?? null,
    operatingHours: branch?.operatingHours ?? null,
    isMainBranch: branch?.isMainBranch ?? isFirst,
    metadata: branch?.metadata ?? [],
  })
  const ending = { invalidates: [listBranches], success: t('branches.saved') }
  const add = useAction(addBranch, ending)
  const change = useAction(changeBranch, ending)
  const text = (name: string) => (
    <FieldInput key={name} form={form as unknown as ContractForm<z.ZodType>} name={name} words="structure:branches" />
  )
  const hours = Object.entries(form.errors)
    .filter(([path]) => path.startsWith(hoursPath))
    .map(([path, words]) => [path.slice(hoursPath.length), String(words)])
  const fields = (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>{['name', 'code', 'status'].map(text)}</SimpleGrid>
      <Switch
        label={t('branches.isMain')}
        description={t(isFirst || branch?.isMainBranch ? 'branches.isMainAlways' : 'branches.isMainHint')}
        disabled={isFirst || branch?.isMainBranch === true}
        {...form.getInputProps('isMainBranch', { type: 'checkbox' })}
      />
      <Fieldset legend={t('branches.where')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {['address', 'city', 'state', 'postalCode', 'country'].map(text)}
          <Select
            label={t('branches.timeZone')}
            data={Intl.supportedValuesOf('timeZone')}
            searchable
            allowDeselect={false}
            {...form.getInputProps('timeZone')}
          />
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={t('branches.whom')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Picker
            label={t('branches.head')}
            description={t('branches.headHint')}
            of={listPeople}
            ask={(q) => ({ query: { q, limit: 20 } })}
            option={({ id, name }) => ({ value: id, label: name })}
            known={branch?.head ? { value: branch.head.id, label: branch.head.name } : null}
            value={form.values.headUserId ?? null}
            onChange={(value) => form.setFieldValue('headUserId', value)}
            error={form.errors.headUserId}
            clearable
          />
          {text('contactInfo')}
        </SimpleGrid>
      </Fieldset>
      <HoursInput
        value={form.values.operatingHours ?? null}
        onChange={(value) => form.setFieldValue('operatingHours', value)}
        errors={Object.fromEntries(hours)}
      />
      <PairsInput form={form} name="metadata" legend={t('branches.further')} most={20} />
    </>
  )
  const ends = { onDone: close, onCancel: close }
  return branch ? (
    <Form form={form} action={change} input={(body) => ({ params: { orgId, id: branch.id }, body })} ifMatch={branch.version} {...ends}>
      {fields}
    </Form>
  ) : (
    <Form form={form} action={add} input={(body) => ({ params: { orgId }, body })} {...ends}>
      {fields}
    </Form>
  )
}
