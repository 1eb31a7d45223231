import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from './ConfirmButton.tsx'

type RowActionsProps = {
  /** What the row is called: the buttons of one row are told from those of another. */
  name: string
  /** When it can be deleted, and what goes with it; else that it cannot be undone. */
  hint?: string
  onChange: () => void
  onDelete: () => Promise<unknown>
  /** What else can be done with the row, before these two. */
  children?: ReactNode
}

/** What can be done with a row of one's own list: change it, or delete it after being asked once. */
export function RowActions({ name, hint, onChange, onDelete, children }: RowActionsProps) {
  const { t } = useTranslation()
  return (
    <Group gap={4} justify="flex-end" wrap={children ? 'wrap' : 'nowrap'}>
      {children}
      <Button variant="subtle" size="compact-sm" onClick={onChange} aria-label={t('form.changeOne', { name })}>
        {t('form.change')}
      </Button>
      <ConfirmButton
        size="compact-sm"
        variant="subtle"
        aria-label={t('form.deleteOne', { name })}
        question={t('form.deleteQuestion', { name })}
        hint={hint ?? t('form.deleteHint')}
        onConfirm={onDelete}
      >
        {t('form.delete')}
      </ConfirmButton>
    </Group>
  )
}
