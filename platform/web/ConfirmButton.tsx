import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

type ConfirmProps = ButtonProps & {
  /** The question, as a title: "Cancel this appointment?" */
  question: string
  hint?: ReactNode
  /** Words of the button that does it; those of the first button when left out. */
  yes?: string
  onConfirm: () => Promise<unknown> | unknown
  children: ReactNode
  'aria-label'?: string
}

/** A button that asks once. */
export function ConfirmButton({ question, hint, yes, onConfirm, children, color = 'red', variant = 'default', ...button }: ConfirmProps) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    await Promise.resolve(onConfirm()).finally(() => setBusy(false))
    close()
  }
  // What takes something away is seen to do so, and is not louder than what people came for.
  const words = variant === 'default' && color === 'red' ? { c: 'var(--mantine-color-red-light-color)' } : {}
  return (
    <>
      <Button variant={variant} color={color} {...words} {...button} onClick={open}>
        {children}
      </Button>
      <Modal opened={opened} onClose={close} title={question} centered>
        {hint && <Text>{hint}</Text>}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close} data-autofocus disabled={busy}>
            {t('form.cancel')}
          </Button>
          <Button color={color} loading={busy} onClick={() => void go()}>
            {yes ?? children}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
