import { Button, Group, NumberInput, Paper, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { features } from '#modules/tenancy/contract.ts'
import type { Output } from '#platform/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { dropTenantFeature, type readTenant, setTenantFeature } from '../contract.ts'

type Feature = Output<typeof readTenant>['features'][number]

/** One feature of a tenant: on or off, how much of it a month, and until when; or as the plan says. */
export function TenantFeature({ tenantId, feature }: { tenantId: string; feature: Feature }) {
  const { t } = useTranslation('operator')
  const dates = useDates()
  const { key, isOn, isSet, agreed, used, expiresAt } = feature
  const params = { id: tenantId, key }
  const name = t(`one.feature.${key}`)
  const [configuration, configure] = useState(feature.configuration)
  const [limits, setLimits] = useState<Record<string, number | ''>>(feature.usageLimits)
  const [until, setUntil] = useState(expiresAt?.slice(0, 10) ?? '')
  const save = useAction(setTenantFeature, { success: t('one.saved') })
  const drop = useAction(dropTenantFeature, { success: t('one.asPlan') })
  const body = (isEnabled: boolean) => ({
    isEnabled,
    configuration,
    usageLimits: Object.fromEntries(Object.entries(limits).filter((one): one is [string, number] => one[1] !== '')),
    expiresAt: until ? `${until}T23:59:59Z` : null,
  })
  const counted: readonly string[] = features[key].limits
  const words = t as (key: string) => string
  const said = agreed === null ? t('one.unsaid') : agreed ? t('one.planHas') : t('one.planHasNot')
  return (
    <Paper withBorder p="md" component="section" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Switch
            label={name}
            description={isSet ? `${t('one.own')} ${said}` : said}
            checked={isOn}
            disabled={save.running || agreed === false}
            onChange={() => void save.run({ params, body: body(!isOn) })}
          />
          {isSet && (
            <Button size="compact-sm" variant="subtle" loading={drop.running} onClick={() => void drop.run({ params })}>
              {t('one.dropFeature')}
            </Button>
          )}
        </Group>
        {Object.keys(configuration).map((one) => (
          <Switch
            key={one}
            label={words(`one.configuration.${one}`)}
            checked={configuration[one] === true}
            onChange={(event) => configure({ ...configuration, [one]: event.currentTarget.checked })}
          />
        ))}
        <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
          {counted.map((limit) => (
            <NumberInput
              key={limit}
              label={words(`one.limit.${limit}`)}
              description={used[limit] === undefined ? t('one.noUse') : t('one.used', { count: used[limit] })}
              min={0}
              allowDecimal={false}
              value={limits[limit] ?? ''}
              onChange={(value) => setLimits({ ...limits, [limit]: value === '' ? '' : Number(value) })}
            />
          ))}
          <TextInput
            type="date"
            label={t('one.until')}
            description={expiresAt ? t('one.ends', { day: dates.instant(expiresAt, { look: 'date' }) }) : t('one.untilHint')}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </SimpleGrid>
        {save.problem && <ProblemAlert of={save.problem} />}
        <Group justify="flex-end">
          <Button size="sm" variant="default" loading={save.running} onClick={() => void save.run({ params, body: body(isOn) })}>
            {t('one.saveFeature')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
