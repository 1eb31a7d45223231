import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconNotes } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { Loading, ProblemAlert } from '#platform/web/states.tsx'
import { listNotes, type Note, writeNote } from '../contract.ts'
import { NoteText } from './NoteText.tsx'
import classes from './notes.module.css'

/** The clinical notes on an appointment: read when asked for, written by the professional. */
export default function NotesPanel({ appointmentId, status }: SlotProps<'appointment'>) {
  const { t } = useTranslation('clinical')
  const began = status === 'in_progress' || status === 'completed'
  const [open, setOpen] = useState(false)
  // Beginning the encounter opens it; completing does not close it over words that are not signed yet.
  if (status === 'in_progress' && !open) setOpen(true)
  const { data, problem } = useLookup(listNotes, began && open ? { params: { id: appointmentId } } : null, { live: ['clinical'] })
  const [amends, setAmends] = useState<Note | null>(null)
  if (!began) return null
  return (
    <Card title={t('note.title')} icon={IconNotes}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('note.hint')}
        </Text>
        {!open && (
          <Group>
            <Button variant="light" onClick={() => setOpen(true)}>
              {t('note.show')}
            </Button>
          </Group>
        )}
        <ProblemAlert of={problem} />
        {open && !data && !problem && <Loading rows={3} />}
        {open && data?.items.length === 0 && <Text c="dimmed">{t(data.may.write ? 'note.noneYet' : 'note.none')}</Text>}
        {open && data && data.items.length > 0 && (
          <ol className={classes.list}>
            {data.items.map((note) => (
              <li key={note.id}>
                <NoteText note={note}>
                  {data.may.write && (
                    <Button variant="subtle" size="compact-sm" onClick={() => setAmends(note)}>
                      {t('note.amend')}
                    </Button>
                  )}
                </NoteText>
              </li>
            ))}
          </ol>
        )}
        {open && data?.may.write && <Write id={appointmentId} amends={amends} onAmended={() => setAmends(null)} />}
      </Stack>
    </Card>
  )
}

/** A new note. It is never kept in the browser: leaving with unsigned words asks first. */
function Write({ id, amends, onAmended }: { id: string; amends: Note | null; onAmended: () => void }) {
  const { t } = useTranslation('clinical')
  const form = useContractForm(writeNote.body, { text: '' })
  const sign = useAction(writeNote, { invalidates: [listNotes], success: t('note.done') })
  return (
    <Form
      form={form}
      action={sign}
      input={({ text }) => ({ params: { id }, body: { text, amendsId: amends?.id ?? null } })}
      onDone={() => {
        form.reset()
        onAmended()
      }}
      submit={t('note.sign')}
      {...(amends ? { onCancel: onAmended, cancel: t('note.notAmend') } : {})}
    >
      <Textarea
        key={amends?.id ?? 'new'}
        autoFocus={amends !== null}
        label={t(amends ? 'note.amending' : 'note.new')}
        description={t('note.newHint')}
        autosize
        minRows={5}
        maxLength={20_000}
        autoComplete="off"
        spellCheck
        {...form.getInputProps('text')}
        withAsterisk={false}
      />
    </Form>
  )
}
