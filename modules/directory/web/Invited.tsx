import { Stack, Text } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { listPeople, roomForMore } from '../contract.ts'

/** On the home page of whoever keeps the people: how many there are, and who was invited and has not come in yet. */
export default function Invited() {
  const { t } = useTranslation('directory')
  const live = { live: ['directory'] }
  const { data: room } = useData(roomForMore, {}, live)
  const { data: invited } = useData(listPeople, { query: { status: 'invited', limit: 4 } }, live)
  return (
    <Card title={t('invited.title')} icon={IconUserPlus} link={{ label: t('invited.all'), to: '/people' }}>
      <Stack gap="xs">
        <Text>{t('invited.people', { count: room.used })}</Text>
        {invited.items.length === 0 ? (
          <Text c="dimmed">{t('invited.none')}</Text>
        ) : (
          <>
            <Text size="sm" fw={600}>
              {t('invited.waiting')}
            </Text>
            {invited.items.map((person) => (
              <AnchorLink key={person.id} to="/people/$id" params={{ id: person.id }} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {person.name}
              </AnchorLink>
            ))}
            {invited.next && (
              <AnchorLink to="/people" search={{ status: 'invited' }} size="sm" underline="always">
                {t('invited.more')}
              </AnchorLink>
            )}
          </>
        )}
      </Stack>
    </Card>
  )
}
