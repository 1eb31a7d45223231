import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconStethoscope } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPeople } from '#modules/directory/contract.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useLookup, usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState, ProblemAlert } from '#platform/web/states.tsx'
import { addProfessional, listProfessionals } from '../contract.ts'

export default function ProfessionalsPage() {
  const { t } = useTranslation('appointments')
  const { items, more, loadingMore } = usePages(listProfessionals, { query: {} }, { live: ['appointments'] })
  const [opened, { open, close }] = useDisclosure()
  const add = <Button onClick={open}>{t('people.add')}</Button>
  return (
    <Page subtitle={t('people.hint')} actions={add}>
      <DataTable
        caption={t('pages.professionals')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            label: t('people.name'),
            cell: (row) => (
              <AnchorLink to="/working-hours" search={{ professional: row.id }} fw={600}>
                {row.name}
              </AnchorLink>
            ),
          },
          { key: 'specialization', label: t('hours.specialization'), cell: (row) => row.specialization ?? '–' },
          {
            key: 'services',
            label: t('hours.services'),
            cell: (row) => row.services.map((service) => t(`type.${service.type}`)).join(', ') || t('people.noServices'),
          },
          {
            key: 'state',
            label: t('one.status'),
            cell: (row) => (
              <StatusBadge tone={row.isAvailable && row.services.length ? 'good' : 'quiet'}>
                {t(row.isAvailable && row.services.length ? 'people.bookable' : 'people.notBookable')}
              </StatusBadge>
            ),
          },
          {
            key: 'calendar',
            label: t('pages.calendar'),
            cell: (row) => (
              <AnchorLink to="/calendar" search={{ professional: row.id }}>
                {t('people.open')}
                <span className="salus-unseen">: {row.name}</span>
              </AnchorLink>
            ),
          },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconStethoscope} title={t('people.none')} hint={t('people.noneHint')} action={add} />}
      />
      <Modal opened={opened} onClose={close} title={t('people.add')} centered>
        <Add onDone={close} />
      </Modal>
    </Page>
  )
}

function Add({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('appointments')
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 250)
  const [userId, setUserId] = useState<string | null>(null)
  const [specialization, setSpecialization] = useState('')
  const { data } = useLookup(listPeople, q.trim().length > 1 ? { query: { q, limit: 20 } } : null)
  const add = useAction(addProfessional, { success: t('people.added') })
  const send = async () => {
    if (!userId) return
    const answer = await add.run({ body: { userId, specialization: specialization.trim() || null } }, { quiet: true })
    if (answer.ok) onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Stack gap="md">
        <ProblemAlert of={add.problem} />
        <Select
          label={t('people.person')}
          description={t('people.personHint')}
          required
          searchable
          data={(data?.items ?? []).map((person) => ({ value: person.id, label: person.name }))}
          filter={({ options }) => options}
          value={userId}
          onSearchChange={setText}
          onChange={setUserId}
          nothingFoundMessage={t('book.whomNone')}
        />
        <TextInput
          label={t('hours.specialization')}
          maxLength={200}
          value={specialization}
          onChange={(event) => setSpecialization(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('people.cancel')}
          </Button>
          <Button type="submit" disabled={!userId} loading={add.running}>
            {t('people.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
