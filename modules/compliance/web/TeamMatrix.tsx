import { Button, Center, Group, Paper, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { Slot } from '#platform/web/slots.tsx'
import type { TeamPerson } from '../contract.ts'
import type { AsOfValue } from './AsOf.tsx'
import { isLapsing, StateMark } from './StateMark.tsx'
import classes from './team.module.css'

type MatrixProps = {
  people: readonly TeamPerson[]
  requirements: readonly { id: string; name: string }[]
  at: string
  asOf: AsOfValue
  more: (() => void) | undefined
  loadingMore: boolean
}

/** People × requirements: a table that scrolls under fixed names, and on a phone a card for each person. */
export function TeamMatrix(props: MatrixProps) {
  const { t } = useTranslation()
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  return (
    <>
      {narrow ? <Cards {...props} /> : <Table {...props} />}
      {props.more && (
        <Center>
          <Button variant="default" onClick={props.more} loading={props.loadingMore}>
            {t('list.more')}
          </Button>
        </Center>
      )}
    </>
  )
}

function Table({ people, requirements, at, asOf }: MatrixProps) {
  const { t } = useTranslation('compliance')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('team.caption')}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col" className={classes.person}>
              {t('team.name')}
            </th>
            <th scope="col">{t('team.next')}</th>
            {requirements.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.userId}>
              <th scope="row" className={classes.person}>
                <Who person={person} asOf={asOf} at={at} />
              </th>
              <td>
                <NextLapse person={person} requirements={requirements} />
              </td>
              {requirements.map(({ id }) => {
                const cell = person.cells.find((one) => one.requirementId === id)
                return <td key={id}>{cell ? <StateMark of={cell} at={at} /> : <NotRequired />}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cards({ people, requirements, at, asOf }: MatrixProps) {
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {people.map((person) => (
        <Paper component="li" key={person.userId} withBorder p="md">
          <Stack gap="sm">
            <Who person={person} asOf={asOf} at={at} />
            {requirements.map(({ id, name }) => {
              const cell = person.cells.find((one) => one.requirementId === id)
              if (!cell) return null
              return (
                <Group key={id} justify="space-between" wrap="nowrap" align="flex-start">
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {name}
                  </Text>
                  <div className={classes.aside}>
                    <StateMark of={cell} at={at} />
                  </div>
                </Group>
              )
            })}
          </Stack>
        </Paper>
      ))}
    </Stack>
  )
}

function Who({ person, asOf, at }: { person: TeamPerson; asOf: AsOfValue; at: string }) {
  return (
    <Stack gap={4} align="flex-start">
      <Group gap="xs" wrap="nowrap">
        <Slot name="face" with={{ userId: person.userId, name: person.name, size: 28 }} quiet />
        <AnchorLink to="/team/$id" params={{ id: person.userId }} search={asOf} fw={600} style={{ overflowWrap: 'anywhere' }}>
          {person.name}
        </AnchorLink>
      </Group>
      <Text size="xs" c="dimmed">
        {[person.jobTitle, person.departmentName].filter(Boolean).join(' · ')}
      </Text>
      <Standing person={person} at={at} />
    </Stack>
  )
}

export function Standing({ person, at }: { person: Pick<TeamPerson, 'clear' | 'assigned' | 'until'>; at: string }) {
  const { t } = useTranslation('compliance')
  if (!person.assigned) return <StatusBadge tone="quiet">{t('standing.unassigned')}</StatusBadge>
  if (!person.clear) return <StatusBadge tone="bad">{t('standing.not_clear')}</StatusBadge>
  const lapsing = isLapsing({ state: 'satisfied', until: person.until }, at)
  return <StatusBadge tone={lapsing ? 'warn' : 'good'}>{t(lapsing ? 'standing.clearLapsing' : 'standing.clear')}</StatusBadge>
}

function NextLapse({ person, requirements }: { person: TeamPerson; requirements: MatrixProps['requirements'] }) {
  const { t } = useTranslation('compliance')
  const requirement = requirements.find(({ id }) => id === person.lapses)
  if (!person.until || !requirement)
    return (
      <Text size="sm" c="dimmed">
        {t('team.nothingLapses')}
      </Text>
    )
  return (
    <div>
      <Text size="sm" fw={600}>
        <DateTime at={person.until} look="date" />
      </Text>
      <Text size="xs" c="dimmed">
        {requirement.name}
      </Text>
    </div>
  )
}

function NotRequired() {
  const { t } = useTranslation('compliance')
  return (
    <Text size="sm" c="dimmed">
      <span aria-hidden>–</span>
      <span className="salus-unseen">{t('when.none')}</span>
    </Text>
  )
}
