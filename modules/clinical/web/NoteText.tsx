import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import type { Note } from '../contract.ts'
import classes from './notes.module.css'

/** One signed note, as it was written. */
export function NoteText({ note, children }: { note: Note; children?: React.ReactNode }) {
  const { t } = useTranslation('clinical')
  const dates = useDates()
  const signed = t('note.signed', { name: note.authorName, when: dates.instant(note.signedAt, { look: 'dateTime', showZone: true }) })
  return (
    <article className={classes.note} data-amends={note.amendsId !== null || undefined}>
      {note.amendsId && (
        <Text size="sm" fw={600} mb={4}>
          {t('note.amendment')}
        </Text>
      )}
      <Text className={classes.text}>{note.text}</Text>
      <Group justify="space-between" gap="xs" mt="xs">
        <Text size="sm" c="dimmed">
          {signed}
        </Text>
        {children}
      </Group>
    </article>
  )
}
