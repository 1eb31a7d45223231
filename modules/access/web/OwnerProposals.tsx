import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconUserShield } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { confirmOwner, declineOwner, listOwnerProposals } from '../contract.ts'

/** Who is proposed as a tenant administrator, and what a second one may do about it. Nothing where nobody is. */
export function OwnerProposals() {
  const { data } = useData(listOwnerProposals, {}, { live: ['access'] })
  return data.items.map((proposal) => <Proposal key={proposal.id} proposal={proposal} />)
}

type Proposed = {
  id: string
  person: { name: string }
  proposedBy: string | null
  expiresAt: string
  may: { confirm: boolean; decline: boolean }
}
export function Proposal({ proposal }: { proposal: Proposed }) {
  const { t } = useTranslation('access')
  const confirm = useAction(confirmOwner, { invalidates: ['access'], success: t('owner.confirmed') })
  const decline = useAction(declineOwner, { invalidates: ['access'], success: t('owner.declined') })
  const { id, person, proposedBy, expiresAt, may } = proposal
  return (
    <Alert variant="light" color="blue" icon={<IconUserShield />} title={t('owner.title', { name: person.name })}>
      <Stack gap="sm">
        <Text size="sm">
          {t(may.confirm ? 'owner.confirmHint' : 'owner.waitHint', { by: proposedBy ?? t('owner.somebody') })} {t('owner.until')}{' '}
          <DateTime at={expiresAt} />.
        </Text>
        {(may.confirm || may.decline) && (
          <Group gap="xs">
            {may.confirm && (
              <Button loading={confirm.running} onClick={() => void confirm.run({ params: { id } })}>
                {t('owner.confirm')}
              </Button>
            )}
            {may.decline && (
              <Button variant="default" loading={decline.running} onClick={() => void decline.run({ params: { id } })}>
                {t(may.confirm ? 'owner.decline' : 'owner.withdraw')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
