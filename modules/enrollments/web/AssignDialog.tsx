import { Button, Group, Modal, MultiSelect, Select, Stack, Switch } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDepartments, listPeople } from '#modules/directory/contract.ts'
import { useAction, useLookup } from '#platform/web/data.ts'
import { useCalendar, useDates } from '#platform/web/dates.tsx'
import { PlainForm } from '#platform/web/form.tsx'
import { useCan } from '#platform/web/session.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { assignCourse } from '../contract.ts'
import { endOf, today } from './days.ts'

/** Assigns a course to people found by name, or to a department, by a day. A manager is offered their own people only. */
export default function AssignDialog({ courseId, close }: { courseId: string; close: () => void }) {
  const { t } = useTranslation('enrollments')
  const { t: say } = useTranslation()
  const { locale, zone } = useDates()
  const calendar = useCalendar()
  const can = useCan()
  const mine = !can('courses:write') && !can('enrollments:manage') ? { mine: true } : {}
  const [userIds, setUserIds] = useState<string[]>([])
  const [departmentId, setDepartmentId] = useState<string | null>(null)
  const [day, setDay] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [again, setAgain] = useState(false)
  const departments = useLookup(listDepartments, { query: { limit: 200, ...mine } as never })
  const assign = useAction(assignCourse, {
    invalidates: ['enrollments'],
    success: (done) => t('assign.done', { count: done.assigned, had: done.hadAlready, still: done.countsStill }),
  })
  const send = async () => {
    setTried(true)
    if (nobody) return
    const dueAt = day ? endOf(day, zone) : null
    const sent = await assign.run({ body: { courseId, userIds, departmentId, dueAt, again } }, { quiet: true })
    if (sent.ok) close()
  }
  const nobody = userIds.length === 0 && departmentId === null
  return (
    <Modal opened onClose={close} title={t('assign.title')} centered size="lg">
      <PlainForm onSend={send}>
        <Stack gap="md">
          <ProblemAlert of={assign.problem} />
          <PeopleSelect value={userIds} onChange={setUserIds} mine={mine} error={tried && nobody && t('assign.nobodyChosen')} />
          <Select
            label={t('assign.department')}
            description={t('assign.departmentHint')}
            data={(departments.data?.items ?? []).map(({ id, name, organization }) => ({
              value: id,
              label: `${name} · ${organization.name}`,
            }))}
            value={departmentId}
            onChange={setDepartmentId}
            searchable
            clearable
            {...scrolling}
          />
          <DatePickerInput
            {...calendar}
            label={t('assign.due')}
            description={t('assign.dueHint')}
            valueFormat="D MMM YYYY"
            locale={locale}
            minDate={today(zone)}
            value={day}
            onChange={setDay}
            clearable
          />
          <Switch
            label={t('assign.again')}
            description={t('assign.againHint')}
            checked={again}
            onChange={({ currentTarget }) => setAgain(currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {say('form.cancel')}
            </Button>
            <Button type="submit" loading={assign.running}>
              {t('assign.go')}
            </Button>
          </Group>
        </Stack>
      </PlainForm>
    </Modal>
  )
}

// The list box itself scrolls: the combobox's keys reach all of it, and a scrolling box around it would be a stop of its own.
const scrolling = { withScrollArea: false, styles: { options: { maxHeight: 240, overflowY: 'auto' as const } } }

type Option = { value: string; label: string }
type PeopleProps = { value: string[]; onChange: (ids: string[]) => void; mine: { mine?: boolean }; error: ReactNode }
function PeopleSelect({ value, onChange, mine, error }: PeopleProps) {
  const { t } = useTranslation('enrollments')
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words.trim(), 250)
  const [chosen, setChosen] = useState<Option[]>([])
  const { data } = useLookup(listPeople, { query: { limit: 20, ...(q ? { q } : {}), ...mine } as never })
  const found = (data?.items ?? []).map(({ id, name, department }) => ({
    value: id,
    label: department ? `${name} · ${department.name}` : name,
  }))
  const options = new Map([...chosen, ...found].map((one) => [one.value, one]))
  return (
    <MultiSelect
      label={t('assign.people')}
      description={t('assign.peopleHint')}
      error={error}
      data={[...options.values()]}
      value={value}
      onChange={(ids) => {
        setChosen([...options.values()].filter((one) => ids.includes(one.value)))
        setWords('')
        onChange(ids)
      }}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options: all }) => all}
      hidePickedOptions
      {...scrolling}
      nothingFoundMessage={t('assign.nobody')}
    />
  )
}
