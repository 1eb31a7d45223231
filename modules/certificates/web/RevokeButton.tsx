import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { revokeCertificate } from '../contract.ts'

/** Revokes a certificate, for a reason that others will read. */
export function RevokeButton({ id, label }: { id: string; label?: string }) {
  const { t } = useTranslation('certificates')
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" c="var(--mantine-color-red-light-color)" onClick={open} aria-label={label}>
        {t('revoke.do')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('revoke.title')} centered>
        <RevokeForm id={id} onDone={close} />
      </Modal>
    </>
  )
}

function RevokeForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation('certificates')
  const form = useContractForm(revokeCertificate.body, { reason: '' })
  const revoke = useAction(revokeCertificate, { success: t('revoke.done') })
  return (
    <Form
      form={form}
      action={revoke}
      input={(body) => ({ params: { id }, body })}
      submit={t('revoke.do')}
      onDone={onDone}
      onCancel={onDone}
      free
    >
      <Stack gap="md">
        <Text>{t('revoke.hint')}</Text>
        <Textarea label={t('revoke.reason')} autosize minRows={2} maxLength={500} data-autofocus {...form.getInputProps('reason')} />
      </Stack>
    </Form>
  )
}
