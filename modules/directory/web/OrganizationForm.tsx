import { Fieldset, Select, SimpleGrid, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAction } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { PairsInput } from '#platform/web/PairsInput.tsx'
import { organizations } from '../contract.ts'

export type Organization = z.output<typeof organizations.fields> & { id: string }
type OrganizationFormProps = { organization: Organization | null; all: readonly Organization[]; close: () => void }

/** Adds or changes one organization. */
export function OrganizationForm({ organization: known, all, close }: OrganizationFormProps) {
  const { t } = useTranslation('directory')
  const form = useContractForm(organizations.fields, {
    name: known?.name ?? '',
    code: known?.code ?? '',
    type: known?.type ?? 'company',
    status: known?.status ?? 'active',
    parentOrgId: known?.parentOrgId ?? null,
    suspendedReason: known?.suspendedReason ?? null,
    contactEmail: known?.contactEmail ?? null,
    contactPhone: known?.contactPhone ?? null,
    address: known?.address ?? null,
    registrationNumber: known?.registrationNumber ?? null,
    taxId: known?.taxId ?? null,
    metadata: known?.metadata ?? [],
  })
  const ending = { invalidates: [organizations.list, 'directory'], success: t('organizations.saved') }
  const add = useAction(organizations.create, ending)
  const change = useAction(organizations.change, ending)
  const field = (name: string) => <FieldInput key={name} form={form as never} name={name} words="directory:organizations" />
  const fields = (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {['name', 'code', 'type'].map(field)}
        <Select
          label={t('organizations.fields.parentOrgId')}
          placeholder={t('organizations.top')}
          data={all.filter(({ id }) => id !== known?.id).map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          {...form.getInputProps('parentOrgId')}
          value={form.values.parentOrgId ?? null}
        />
        {field('status')}
        {form.values.status === 'suspended' && field('suspendedReason')}
      </SimpleGrid>
      <Fieldset legend={t('organizations.reach')}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>{['contactEmail', 'contactPhone'].map(field)}</SimpleGrid>
          {field('address')}
        </Stack>
      </Fieldset>
      <Fieldset legend={t('organizations.registered')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>{['registrationNumber', 'taxId'].map(field)}</SimpleGrid>
      </Fieldset>
      <PairsInput form={form} name="metadata" legend={t('organizations.fields.metadata')} most={20} />
    </>
  )
  const ends = { onDone: close, onCancel: close }
  return known ? (
    <Form form={form} action={change} input={(body) => ({ params: { id: known.id }, body })} {...ends}>
      {fields}
    </Form>
  ) : (
    <Form form={form} action={add} input={(body) => ({ body })} {...ends}>
      {fields}
    </Form>
  )
}
