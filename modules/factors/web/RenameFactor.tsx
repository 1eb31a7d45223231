import { Modal, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { type Factor, myFactors, renameFactor } from '../contract.ts'

/** Another name for an app or passkey. */
export function RenameFactor({ factor, onClose }: { factor: Factor; onClose: () => void }) {
  const { t } = useTranslation('factors')
  const form = useContractForm(renameFactor.body, { name: factor.name })
  const rename = useAction(renameFactor, { invalidates: [myFactors] })
  return (
    <Modal opened onClose={onClose} title={t('mine.rename', { name: factor.name })} centered>
      <Form form={form} action={rename} input={(body) => ({ params: { id: factor.id }, body })} onDone={onClose} onCancel={onClose} free>
        <TextInput label={t('add.name')} data-autofocus {...form.getInputProps('name')} />
      </Form>
    </Modal>
  )
}
