import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A titled part of a card. */
export function Part({ title, none = false, children }: { title: string; none?: boolean; children: ReactNode }) {
  const { t } = useTranslation('profiles')
  return (
    <section aria-label={title}>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      {none ? <Text c="dimmed">{t('person.none')}</Text> : children}
    </section>
  )
}
