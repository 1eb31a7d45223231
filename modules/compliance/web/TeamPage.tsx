import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconDownload, IconUsersGroup } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Output } from '#platform/contract.ts'
import { href } from '#platform/web/api.ts'
import { useData, usePages } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportTeam, getTeam, getTeamSummary, type Standing } from '../contract.ts'
import { AsOf, AsOfAlert } from './AsOf.tsx'
import { LapseChart } from './LapseChart.tsx'
import { TeamMatrix } from './TeamMatrix.tsx'
import classes from './team.module.css'

const route = getRouteApi('/team')
const live = { live: ['employees', 'compliance', 'certificates', 'enrollments'] }
type Filter = z.infer<typeof Standing> | undefined

export default function TeamPage() {
  const { t } = useTranslation('compliance')
  const { standing, departmentId, ...asOf } = route.useSearch()
  const navigate = route.useNavigate()
  const asked = { ...asOf, departmentId }
  const { data: summary } = useData(getTeamSummary, { query: asked }, live)
  const team = usePages(getTeam, { query: { ...asked, standing } }, live)
  const requirements = joined(team.pages)
  const look = (search: object) => void navigate({ search: (old) => ({ ...old, ...search }), replace: true })
  const setAsOf = (value: { at?: string | undefined; known?: 'then' | undefined }) => look({ at: value.at, known: value.known })
  return (
    <Page
      wide
      subtitle={t('team.subtitle')}
      actions={
        team.items.length > 0 && (
          <Button
            component="a"
            href={href(exportTeam, { query: { ...asked, standing } })}
            download
            variant="default"
            leftSection={<IconDownload size={18} stroke={1.6} aria-hidden />}
          >
            {t('team.export')}
          </Button>
        )
      }
    >
      <Group gap="md" align="flex-end">
        <AsOf value={asOf} onChange={setAsOf} />
        {summary.departments.length > 1 && (
          <Select
            label={t('team.department')}
            placeholder={t('team.allDepartments')}
            data={summary.departments.map(({ id, name }) => ({ value: id, label: name }))}
            value={departmentId ?? null}
            onChange={(id) => look({ departmentId: id ?? undefined })}
            searchable
            clearable
            miw={240}
          />
        )}
      </Group>
      <AsOfAlert value={asOf} onChange={setAsOf} />
      <Counts counts={summary.counts} standing={standing} onChoose={(chosen) => look({ standing: chosen })} />
      {summary.counts && summary.counts.people > 0 && <LapseChart months={summary.counts.months} />}
      <Stack gap="md" style={{ opacity: team.isStale ? 0.6 : 1 }}>
        {team.items.length > 0 ? (
          <TeamMatrix
            people={team.items}
            requirements={requirements}
            at={summary.at}
            asOf={asOf}
            more={team.more}
            loadingMore={team.loadingMore}
          />
        ) : (
          <Nobody filtered={standing !== undefined} heads={summary.departments.length > 0} showAll={() => look({ standing: undefined })} />
        )}
      </Stack>
    </Page>
  )
}

/** Every requirement that some person of the pages so far has, once. */
function joined(pages: readonly Output<typeof getTeam>[]) {
  const known = new Map(pages.flatMap((page) => page.requirements.map((one) => [one.id, one] as const)))
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name))
}

type CountsProps = {
  counts: Output<typeof getTeamSummary>['counts']
  standing: Filter
  onChoose: (standing: Filter) => void
}
/** The team in four numbers; each is a filter. */
function Counts({ counts, standing, onChoose }: CountsProps) {
  const { t } = useTranslation('compliance')
  if (!counts)
    return (
      <Alert color="blue" variant="light" title={t('team.tooMany')}>
        {t('team.tooManyHint')}
      </Alert>
    )
  if (counts.people === 0) return null
  const filters: [Filter, string, number][] = [
    [undefined, t('team.everybody'), counts.people],
    ['clear', t('standing.clear'), counts.clear],
    ['not_clear', t('standing.not_clear'), counts.notClear],
    ['lapsing', t('standing.lapsing'), counts.lapsingSoon],
  ]
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
      {filters.map(([key, label, count]) => (
        <UnstyledButton key={label} className={classes.count} aria-pressed={standing === key} onClick={() => onChoose(key)}>
          <Text size="xl" fw={650} lh={1.2}>
            {count}
          </Text>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
        </UnstyledButton>
      ))}
    </SimpleGrid>
  )
}

function Nobody({ filtered, heads, showAll }: { filtered: boolean; heads: boolean; showAll: () => void }) {
  const { t } = useTranslation('compliance')
  if (filtered)
    return (
      <EmptyState
        icon={IconUsersGroup}
        title={t('team.noneStanding')}
        hint={t('team.noneStandingHint')}
        action={
          <Button variant="light" onClick={showAll}>
            {t('team.showAll')}
          </Button>
        }
      />
    )
  if (heads) return <EmptyState icon={IconUsersGroup} title={t('team.empty')} hint={t('team.emptyHint')} />
  return <EmptyState icon={IconUsersGroup} title={t('team.emptyTeam')} hint={t('team.emptyTeamHint')} />
}
