import { ActionIcon, Badge, Checkbox, Group, Stack, Text, TextInput, Title, Tooltip } from '@mantine/core'
import { IconAdjustments, IconCheck, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { listPermissions, type RoleGrant } from '../contract.ts'
import { isLimited, plainGrant } from './draft.ts'
import { GrantLimits } from './GrantLimits.tsx'

type PickerProps = {
  grants: readonly RoleGrant[]
  /** Rights that come from a role inside, with that role's name. */
  inherited: ReadonlyMap<string, string>
  readOnly: boolean
  error?: string | undefined
  onChange: (grants: RoleGrant[]) => void
}

/** Every right by category and group, with a search; what comes from a contained role is shown as such. */
export function RightsPicker({ grants, inherited, readOnly, error, onChange }: PickerProps) {
  const { t } = useTranslation('access')
  const [q, setQ] = useState('')
  const [limiting, setLimiting] = useState<string | null>(null)
  const { data } = useData(listPermissions, {})
  const held = new Map(grants.map((grant) => [grant.permission, grant]))
  const words = q.trim().toLowerCase()
  const shown = data.items.filter(
    (one) =>
      (!readOnly || held.has(one.code) || inherited.has(one.code)) && `${one.says} ${one.group} ${one.code}`.toLowerCase().includes(words),
  )
  const categories = Map.groupBy(shown, (one) => one.category)
  const toggle = (code: string) =>
    onChange(held.has(code) ? grants.filter((grant) => grant.permission !== code) : [...grants, plainGrant(code)])
  const limited = limiting === null ? undefined : held.get(limiting)
  return (
    <Card title={t('rights.title', { count: held.size + [...inherited.keys()].filter((code) => !held.has(code)).length })}>
      <Stack>
        <TextInput
          aria-label={t('rights.search')}
          placeholder={t('rights.search')}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {error && (
          <Text c="red" size="sm" role="alert">
            {error}
          </Text>
        )}
        {shown.length === 0 && <Text c="dimmed">{t(words ? 'rights.none' : 'rights.nothing')}</Text>}
        {[...categories].map(([category, items]) => (
          <section key={category} aria-label={t(`category.${category}` as 'category.people')}>
            <Title order={3} size="h5" mb="xs">
              {t(`category.${category}` as 'category.people')}
            </Title>
            {[...Map.groupBy(items, (one) => one.group)].map(([group, inGroup]) => (
              <Stack key={group} gap={6} mb="sm">
                <Text size="sm" c="dimmed">
                  {group}
                </Text>
                {inGroup.map((one) => {
                  const grant = held.get(one.code)
                  const from = inherited.get(one.code)
                  return (
                    <Group key={one.code} wrap="nowrap" gap="xs" align="flex-start" justify="space-between">
                      {readOnly ? (
                        <Group gap="xs" wrap="nowrap" align="flex-start">
                          <IconCheck size={18} stroke={1.8} className="salus-tint" aria-hidden />
                          <Text size="sm">
                            {one.says}
                            {!grant && from && (
                              <Text span size="xs" c="dimmed" display="block">
                                {t('rights.from', { role: from })}
                              </Text>
                            )}
                          </Text>
                        </Group>
                      ) : (
                        <Checkbox
                          checked={grant !== undefined || from !== undefined}
                          disabled={!grant && (from !== undefined || !one.may.grant)}
                          onChange={() => toggle(one.code)}
                          label={one.says}
                          description={<Note from={grant ? undefined : from} isClosed={!grant && !from && !one.may.grant} />}
                        />
                      )}
                      <Group gap={4} wrap="nowrap">
                        {grant && isLimited(grant) && (
                          <Badge variant="light" color={grant.isActive ? 'blue' : 'gray'} tt="none" className="salus-badge">
                            {t(grant.isActive ? 'rights.limited' : 'rights.inactive')}
                          </Badge>
                        )}
                        {grant && (!readOnly || isLimited(grant)) && (
                          <Tooltip label={t('limits.title')}>
                            <ActionIcon
                              variant="subtle"
                              aria-label={t('limits.of', { right: one.says })}
                              onClick={() => setLimiting(one.code)}
                            >
                              <IconAdjustments size={18} stroke={1.6} />
                            </ActionIcon>
                          </Tooltip>
                        )}
                      </Group>
                    </Group>
                  )
                })}
              </Stack>
            ))}
          </section>
        ))}
      </Stack>
      {limited && (
        <GrantLimits
          grant={limited}
          permission={data.items.find((one) => one.code === limiting)}
          readOnly={readOnly}
          close={() => setLimiting(null)}
          onChange={(next) => onChange(grants.map((grant) => (grant.permission === next.permission ? next : grant)))}
        />
      )}
    </Card>
  )
}

function Note({ from, isClosed }: { from: string | undefined; isClosed: boolean }) {
  const { t } = useTranslation('access')
  if (from) return t('rights.from', { role: from })
  return isClosed ? t('rights.closed') : null
}
