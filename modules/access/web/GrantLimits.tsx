import { Button, Checkbox, Drawer, Group, NumberInput, Select, Stack, Switch, TagsInput, Text, TextInput, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoleGrant } from '../contract.ts'
import { Comparisons } from './Comparisons.tsx'
import { asInstant, asLocal } from './moments.ts'
import classes from './rights.module.css'

type LimitsProps = {
  grant: RoleGrant
  permission: { says: string; isNarrowable: boolean } | undefined
  readOnly: boolean
  close: () => void
  onChange: (grant: RoleGrant) => void
}
const scopes = ['own', 'department', 'branch', 'organization'] as const
const days = [1, 2, 3, 4, 5, 6, 7] as const

/** When, whose rows and under which circumstances a right counts. */
export function GrantLimits({ grant, permission, readOnly, close, onChange }: LimitsProps) {
  const { t } = useTranslation('access')
  const [next, setNext] = useState(grant)
  const set = (part: Partial<RoleGrant>) => setNext((now) => ({ ...now, ...part }))
  const { conditions, constraints } = next
  const constrain = (part: Partial<RoleGrant['constraints']>) => set({ constraints: withoutGaps({ ...constraints, ...part }) })
  const [from = '', to = ''] = constraints.hours ?? []
  const hours = (begins: string, ends: string) => constrain({ hours: begins || ends ? [begins || '00:00', ends || '00:00'] : undefined })
  return (
    <Drawer opened onClose={close} position="right" size="md" title={permission?.says ?? grant.permission} padding="lg">
      <fieldset className={classes.fields ?? ''} disabled={readOnly}>
        <Switch
          label={t('limits.active')}
          description={t('limits.activeHint')}
          checked={next.isActive}
          onChange={(event) => set({ isActive: event.currentTarget.checked })}
        />
        <Section title={t('limits.when')}>
          <TextInput
            type="datetime-local"
            label={t('limits.from')}
            value={asLocal(next.effectiveFrom)}
            onChange={(event) => set({ effectiveFrom: asInstant(event.currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label={t('limits.until')}
            value={asLocal(next.effectiveUntil)}
            onChange={(event) => set({ effectiveUntil: asInstant(event.currentTarget.value) })}
          />
        </Section>
        <Section title={t('limits.whose')}>
          {permission?.isNarrowable ? (
            <>
              <Select
                label={t('limits.scope')}
                placeholder={t('limits.asRole')}
                clearable
                data={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
                value={conditions.scope ?? null}
                onChange={(scope) => set({ conditions: withoutGaps({ ...conditions, scope: (scope as 'own' | null) ?? undefined }) })}
              />
              <Comparisons
                where={conditions.where ?? []}
                onChange={(where) => set({ conditions: withoutGaps({ ...conditions, where: where.length > 0 ? where : undefined }) })}
              />
            </>
          ) : (
            <Text c="dimmed" size="sm">
              {t('limits.notNarrowable')}
            </Text>
          )}
        </Section>
        <Section title={t('limits.circumstances')}>
          <Group grow align="flex-end">
            <TextInput type="time" label={t('limits.hoursFrom')} value={from} onChange={(event) => hours(event.currentTarget.value, to)} />
            <TextInput type="time" label={t('limits.hoursTo')} value={to} onChange={(event) => hours(from, event.currentTarget.value)} />
          </Group>
          <Checkbox.Group
            label={t('limits.days')}
            value={(constraints.days ?? []).map(String)}
            onChange={(chosen) => constrain({ days: chosen.length > 0 ? chosen.map(Number).sort() : undefined })}
          >
            <Group gap="sm" mt={6}>
              {days.map((day) => (
                <Checkbox key={day} value={String(day)} label={t(`day.${day}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <Select
            label={t('limits.zone')}
            placeholder={t('limits.zoneDefault')}
            searchable
            clearable
            limit={50}
            data={Intl.supportedValuesOf('timeZone')}
            value={constraints.timeZone ?? null}
            onChange={(timeZone) => constrain({ timeZone: timeZone ?? undefined })}
          />
          <TagsInput
            label={t('limits.networks')}
            description={t('limits.networksHint')}
            value={constraints.networks ?? []}
            onChange={(networks) => constrain({ networks: networks.length > 0 ? networks : undefined })}
          />
          <NumberInput
            label={t('limits.secondFactor')}
            description={t('limits.secondFactorHint')}
            min={1}
            max={1440}
            allowDecimal={false}
            value={constraints.secondFactorMinutes ?? ''}
            onChange={(value) => constrain({ secondFactorMinutes: value === '' ? undefined : Number(value) })}
          />
        </Section>
      </fieldset>
      {!readOnly && (
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={close}>
            {t('limits.cancel')}
          </Button>
          <Button
            onClick={() => {
              onChange(next)
              close()
            }}
          >
            {t('limits.apply')}
          </Button>
        </Group>
      )}
    </Drawer>
  )
}

/** What is not said is left out, so that nothing counts as a difference that is none. */
const withoutGaps = <T extends object>(of: T): T => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as T

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  )
}
