import { Button, Group, SimpleGrid } from '@mantine/core'
import { IconId, IconMail, IconPencil } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
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
  const { email, phone, employeeNumber, username } = person
  // Who may not see contact data sees no empty lines for it either.
  const sees = person.may.change || email !== null || phone !== null || employeeNumber !== null
  const proof = (value: string | null, isProven: boolean) => (value ? <Proof value={value} isProven={isProven} /> : none)
  const facts: [string, ReactNode][] = [
    ...(person.middleName ? [[t('person.middleName'), person.middleName] as [string, ReactNode]] : []),
    [t('person.type'), t(`type.${person.userType}`)],
    [t('person.department'), person.department?.name ?? none],
    [t('person.organization'), person.organization?.name ?? none],
    ...((sees
      ? [
          [t('person.email'), proof(email, person.emailVerified)],
          [t('person.phone'), proof(phone, person.phoneVerified)],
          [t('person.number'), employeeNumber ?? none],
          ...(username && username !== email ? [[t('person.username'), username]] : []),
          ...(person.deactivatedAt ? [[t('person.deactivatedAt'), <DateTime key="ended" at={person.deactivatedAt} look="date" />]] : []),
          ...(person.lastActiveAt ? [[t('person.lastActive'), <DateTime key="active" at={person.lastActiveAt} />] as const] : []),
          [t('person.lastLogin'), person.lastLogin ? <DateTime key="last" at={person.lastLogin} /> : t('person.never')],
        ]
      : []) as [string, ReactNode][]),
    [t('person.zone'), person.timeZone.replaceAll('_', ' ')],
    [t('person.locale'), t(person.locale === 'cy' ? 'locale.cy' : 'locale.en-GB')],
  ]
  return (
    <Card title={t('person.details')} icon={IconId}>
      <Facts of={facts} />
    </Card>
  )
}

/** How somebody is reached, and whether it is proven to be theirs. */
function Proof({ value, isProven }: { value: string; isProven: boolean }) {
  const { t } = useTranslation('directory')
  return (
    <Group component="span" gap="xs">
      {value}
      <StatusBadge tone={isProven ? 'good' : 'wait'}>{t(isProven ? 'person.proven' : 'person.unproven')}</StatusBadge>
    </Group>
  )
}
