import { Alert, NumberInput, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { IconBuildingBank } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { readIssuer, saveIssuer } from '../contract.ts'
import { VatRates } from './VatRates.tsx'

const unsaid = {
  ...{ name: '', address: '', email: '', vatNumber: null, country: null, vatRates: [{ from: '2011-01-04', rate: 20 }], bankDetails: null },
  ...{ invoicePrefix: 'INV-', creditPrefix: 'CN-', paymentDays: 14, graceDays: 14 },
}

/** Who writes the invoices, with tax, terms and grace. */
export default function IssuerCard() {
  const { t } = useTranslation('billing')
  const { data } = useData(readIssuer, {})
  const form = useContractForm(saveIssuer.body, data.issuer ?? unsaid)
  const save = useAction(saveIssuer, { invalidates: [readIssuer], success: t('issuer.saved') })
  return (
    <Card title={t('issuer.title')} icon={IconBuildingBank}>
      <Form form={form} action={save} input={(body) => ({ body })}>
        {!data.issuer && <Alert color="yellow">{t('issuer.none')}</Alert>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('issuer.name')} {...form.getInputProps('name')} />
          <TextInput type="email" label={t('issuer.email')} {...form.getInputProps('email')} />
          <Textarea label={t('issuer.address')} autosize minRows={3} {...form.getInputProps('address')} />
          <Textarea label={t('issuer.bankDetails')} autosize minRows={3} {...form.getInputProps('bankDetails')} />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} style={{ alignItems: 'end' }}>
          <TextInput label={t('issuer.vatNumber')} {...form.getInputProps('vatNumber')} />
          <TextInput label={t('issuer.country')} maxLength={2} {...form.getInputProps('country')} />
          <TextInput label={t('issuer.invoicePrefix')} {...form.getInputProps('invoicePrefix')} />
          <TextInput label={t('issuer.creditPrefix')} {...form.getInputProps('creditPrefix')} />
          <NumberInput label={t('issuer.paymentDays')} min={0} max={90} {...form.getInputProps('paymentDays')} />
          <NumberInput label={t('issuer.graceDays')} min={2} max={90} {...form.getInputProps('graceDays')} />
        </SimpleGrid>
        <VatRates
          rates={form.values.vatRates}
          onChange={(rates) => form.setFieldValue('vatRates', rates)}
          error={Object.entries(form.errors).find(([path]) => path.startsWith('vatRates'))?.[1] as string | undefined}
        />
      </Form>
    </Card>
  )
}
