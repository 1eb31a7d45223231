import { Badge, Group, Stack, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { rolesOfPerson, takeRole } from '../contract.ts'
import { GiveRole } from './GiveRole.tsx'
import { Proposal } from './OwnerProposals.tsx'

type Held = (typeof rolesOfPerson)['returns']['_output']['items'][number]

/** The roles of a person, and giving and taking them where that is allowed. */
export default function PersonRoles({ userId }: { userId: string }) {
  const { t } = useTranslation('access')
  const { data } = useData(rolesOfPerson, { params: { id: userId } }, { live: ['access'] })
  const isEmpty = data.items.length === 0 && data.byDepartment.length === 0
  return (
    <Card title={t('person.title')} icon={IconShieldCheck}>
      <Stack>
        {data.proposals.map((proposal) => (
          <Proposal key={proposal.id} proposal={proposal} />
        ))}
        {isEmpty && <Text c="dimmed">{t('person.none')}</Text>}
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.items.map((held) => (
            <HeldRole key={held.id} held={held} userId={userId} />
          ))}
          {data.byDepartment.map(({ id, role, department }) => (
            <li key={id}>
              <Text style={{ overflowWrap: 'anywhere' }}>{role.name}</Text>
              <Text size="sm" c="dimmed">
                {t('person.byDepartment', { name: department.name })}
              </Text>
            </li>
          ))}
        </Stack>
        {data.mayGive.length > 0 && <GiveRole userId={userId} codes={data.mayGive} />}
        <AnchorLink to="/people/$id/rights" params={{ id: userId }} size="sm">
          {t('person.why')}
        </AnchorLink>
      </Stack>
    </Card>
  )
}

function HeldRole({ held, userId }: { held: Held; userId: string }) {
  const { t } = useTranslation('access')
  const take = useAction(takeRole, { invalidates: [rolesOfPerson], success: t('person.taken') })
  const { id, role, organization, department, customPermissions, expiresAt, isPrimary, source, may } = held
  const within = [
    source === 'sso' ? t('person.bySso') : null,
    department && t('person.inDepartment', { name: department.name }),
    organization && t('person.inOrganization', { name: organization.name }),
  ]
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Group gap="xs">
          <Text style={{ overflowWrap: 'anywhere' }}>{role.name}</Text>
          {isPrimary && (
            <Badge variant="light" color="blue" tt="none">
              {t('person.primary')}
            </Badge>
          )}
        </Group>
        {within.filter(Boolean).map((line) => (
          <Text key={line} size="sm" c="dimmed">
            {line}
          </Text>
        ))}
        {customPermissions.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('person.custom', { count: customPermissions.length })}
          </Text>
        )}
        {expiresAt && (
          <Text size="sm" c="dimmed">
            {t('person.until')} <DateTime at={expiresAt} />
          </Text>
        )}
      </div>
      {may.take && (
        <ConfirmButton
          variant="subtle"
          size="compact-sm"
          aria-label={t('person.takeLabel', { role: role.name })}
          question={t('person.takeQuestion', { role: role.name })}
          hint={t('person.takeHint')}
          onConfirm={() => take.run({ params: { id: userId, grantId: id } })}
        >
          {t('person.take')}
        </ConfirmButton>
      )}
    </Group>
  )
}
