import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconStethoscope } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPeople } from '#modules/directory/contract.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useLookup, usePages } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { addProfessional, listProfessionals } from '../contract.ts'

export default function ProfessionalsPage() {
  const { t } = useTranslation('appointments')
  const { items, more, loadingMore } = usePages(listProfessionals, { query: {} }, { live: ['appointments'] })
  const [opened, { open, close }] = useDisclosure()
  const add = <Button onClick={open}>{t('people.add')}</Button>
  return (
    <Page subtitle={t('people.hint')} actions={items.length > 0 && add}>
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
  const form = useContractForm(addProfessional.body, { userId: '', specialization: '' })
  const { data } = useLookup(listPeople, q.trim().length > 1 ? { query: { q, limit: 20 } } : null)
  const add = useAction(addProfessional, { success: t('people.added') })
  return (
    <Form
      form={form}
      action={add}
      input={(body) => ({ body })}
      onDone={onDone}
      submit={t('people.add')}
      onCancel={onDone}
      cancel={t('people.cancel')}
      free
    >
      <Select
        label={t('people.person')}
        description={t('people.personHint')}
        searchable
        data={(data?.items ?? []).map((person) => ({ value: person.id, label: person.name }))}
        filter={({ options }) => options}
        onSearchChange={setText}
        nothingFoundMessage={t('book.whomNone')}
        {...form.getInputProps('userId')}
        value={form.values.userId || null}
        error={form.errors.userId && t('people.personMissing')}
      />
      <TextInput label={t('hours.specialization')} maxLength={200} {...form.getInputProps('specialization')} />
    </Form>
  )
}
