import { Button, Group, SimpleGrid, Text } from '@mantine/core'
import { IconId, IconMail, IconPencil } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { deactivatePerson, invitePerson, listPeople, type Person, reactivatePerson, readPerson } from '../contract.ts'
import { PersonState } from './PersonState.tsx'

const route = getRouteApi('/people/$id')

export default function PersonPage() {
  const { t } = useTranslation('directory')
  const { id } = route.useParams()
  const { data: person } = useData(readPerson, { params: { id } }, { live: ['directory'] })
  return (
    <Page
      title={person.name}
      subtitle={
        <Group component="span" gap="sm">
          <Slot name="face" with={{ userId: id, name: person.name, size: 56 }} quiet />
          <PersonState status={person.status} />
        </Group>
      }
      crumbs={[{ label: t('pages.people'), to: '/people' }]}
      actions={<Actions person={person} />}
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Details person={person} />
        <Slot name="person" with={{ userId: id }} />
      </SimpleGrid>
    </Page>
  )
}

function Actions({ person }: { person: Person }) {
  const { t } = useTranslation('directory')
  const { id, name, may } = person
  const changed = { invalidates: [readPerson, listPeople] }
  const invite = useAction(invitePerson, { ...changed, success: t('person.invited') })
  const deactivate = useAction(deactivatePerson, { ...changed, success: t('person.deactivated', { name }) })
  const reactivate = useAction(reactivatePerson, { ...changed, success: t('person.reactivated', { name }) })
  const to = { params: { id } }
  return (
    <Group gap="xs">
      {may.invite && (
        <Button
          variant="default"
          leftSection={<IconMail size={18} stroke={1.6} />}
          loading={invite.running}
          onClick={() => void invite.run(to)}
        >
          {t('person.invite')}
        </Button>
      )}
      {may.reactivate && (
        <Button variant="default" loading={reactivate.running} onClick={() => void reactivate.run(to)}>
          {t('person.reactivate')}
        </Button>
      )}
      {may.deactivate && (
        <ConfirmButton
          question={t('person.deactivateQuestion', { name })}
          hint={t('person.deactivateHint')}
          onConfirm={() => deactivate.run(to)}
        >
          {t('person.deactivate')}
        </ConfirmButton>
      )}
      {may.change && (
        <ButtonLink to="/people/$id/edit" params={{ id }} leftSection={<IconPencil size={18} stroke={1.6} />}>
          {t('person.edit')}
        </ButtonLink>
      )}
    </Group>
  )
}

function Details({ person }: { person: Person }) {
  const { t } = useTranslation('directory')
  const none = t('person.none')
  // Who may not see contact data sees no empty lines for it either.
  const sees = person.may.change || person.email !== null || person.phone !== null || person.employeeNumber !== null
  const facts: [string, ReactNode][] = [
    [t('person.type'), t(`type.${person.userType}`)],
    [t('person.department'), person.department?.name ?? none],
    [t('person.organization'), person.organization?.name ?? none],
    ...((sees
      ? [
          [t('person.email'), person.email ?? none],
          [t('person.phone'), person.phone ?? none],
          [t('person.number'), person.employeeNumber ?? none],
          [t('person.lastLogin'), person.lastLogin ? <DateTime key="last" at={person.lastLogin} /> : t('person.never')],
        ]
      : []) as [string, ReactNode][]),
    [t('person.zone'), person.timeZone.replaceAll('_', ' ')],
  ]
  return (
    <Card title={t('person.details')} icon={IconId}>
      <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="sm" m={0}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Card>
  )
}
