import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useLookup } from '#platform/web/data.ts'
import { LeaveQuestion } from '#platform/web/LeaveQuestion.tsx'
import { Loading, ProblemAlert } from '#platform/web/states.tsx'
import { type Appointment, prepareAppointment, readReason } from '../contract.ts'

/** Why the employee comes, shown when asked for: each reading is on record. */
export function ReasonCard({ of, own }: { of: Appointment; own: boolean }) {
  const { t } = useTranslation('appointments')
  const [open, setOpen] = useState(false)
  const { data, problem } = useLookup(readReason, open ? { params: { id: of.id } } : null)
  return (
    <Card title={t(own ? 'reason.mine' : 'reason.theirs')} icon={IconLock}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t(own ? 'reason.mineHint' : 'reason.theirsHint')}
        </Text>
        {!open && (
          <Group>
            <Button variant="light" onClick={() => setOpen(true)}>
              {t('reason.show')}
            </Button>
          </Group>
        )}
        <ProblemAlert of={problem} />
        {open && !data && !problem && <Loading rows={2} />}
        {open && data && (
          <div aria-live="polite">
            {data.reason ? (
              <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{data.reason}</Text>
            ) : (
              <Text c="dimmed">{t('reason.none')}</Text>
            )}
          </div>
        )}
        {open && data && !own && <Preparation of={of} saved={data.preparation ?? ''} />}
      </Stack>
    </Card>
  )
}

function Preparation({ of, saved }: { of: Appointment; saved: string }) {
  const { t } = useTranslation('appointments')
  const [text, setText] = useState(saved)
  const [kept, setKept] = useState(saved)
  const action = useAction(prepareAppointment, { invalidates: [], success: t('reason.prepared') })
  if (!of.may.prepare) return saved ? <Text style={{ whiteSpace: 'pre-wrap' }}>{saved}</Text> : null
  const save = async () => {
    const answer = await action.run({ params: { id: of.id }, body: { text } })
    if (answer.ok) setKept(text)
  }
  return (
    <Stack gap="sm">
      <Textarea
        label={t('reason.preparation')}
        description={t('reason.preparationHint')}
        autosize
        minRows={2}
        maxLength={5000}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button variant="light" disabled={text === kept} loading={action.running} onClick={() => void save()}>
          {t('reason.save')}
        </Button>
      </Group>
      <LeaveQuestion when={() => text !== kept} />
    </Stack>
  )
}
