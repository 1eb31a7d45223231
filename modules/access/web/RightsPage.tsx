import { Grid, Group, Select, SimpleGrid, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconHelpCircle, IconSearch } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listRoles, rightsOfPerson, rolesOfPerson } from '../contract.ts'
import classes from './rights.module.css'
import { StatusAnswer } from './StatusAnswer.tsx'
import { WhyCard } from './WhyCard.tsx'

const route = getRouteApi('/people/$id/rights')

/** Why can this person do that, and what could they do if they had a role more or less? */
export default function RightsPage() {
  const { t } = useTranslation('access')
  const { id } = route.useParams()
  const { right, add, remove } = route.useSearch()
  const navigate = useNavigate()
  const [q, setQ] = useState('')
  const beside = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const change = { add, remove }
  const { data } = useData(rightsOfPerson, { params: { id }, query: change }, { live: ['access'] })
  const { data: roles } = useData(listRoles, {})
  const { data: held } = useData(rolesOfPerson, { params: { id } }, { live: ['access'] })
  const look = (search: { right?: string | undefined; add?: string | undefined; remove?: string | undefined }) =>
    void navigate({ to: '/people/$id/rights', params: { id }, search: { right, ...change, ...search }, replace: true, resetScroll: false })
  const heldCodes = new Set(held.items.map((one) => one.role.code))
  const words = q.trim().toLowerCase()
  const shown = data.items.filter((one) => `${one.says} ${one.group} ${one.code}`.toLowerCase().includes(words))
  const tries = add !== undefined || remove !== undefined
  const differs = data.items.filter((one) => one.answer !== one.whatIf).length
  const option = ({ code, name }: { code: string; name: string }) => ({ value: code, label: name })
  return (
    <Page
      title={t('why.title', { name: data.name })}
      subtitle={t('why.hint')}
      crumbs={[
        { label: t('why.people'), to: '/people' },
        { label: data.name, to: '/people/$id', params: { id } },
      ]}
      wide
    >
      <Stack gap="lg">
        <Card title={t('why.whatIf')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t('why.add')}
              placeholder={t('why.noChange')}
              data={roles.items.filter((one) => !heldCodes.has(one.code)).map(option)}
              value={add ?? null}
              onChange={(code) => look({ add: code ?? undefined })}
              clearable
              searchable
            />
            <Select
              label={t('why.remove')}
              placeholder={t('why.noChange')}
              data={roles.items.filter((one) => heldCodes.has(one.code)).map(option)}
              value={remove ?? null}
              onChange={(code) => look({ remove: code ?? undefined })}
              clearable
              searchable
            />
          </SimpleGrid>
          {tries && (
            <Text mt="sm" role="status">
              {t('why.differs', { count: differs })}
            </Text>
          )}
        </Card>
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Card title={t('why.rights')}>
              <TextInput
                aria-label={t('rights.search')}
                placeholder={t('rights.search')}
                leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
                value={q}
                onChange={(event) => setQ(event.currentTarget.value)}
                mb="md"
              />
              {shown.length === 0 && <Text c="dimmed">{t('rights.none')}</Text>}
              {[...Map.groupBy(shown, (one) => one.category)].map(([category, items]) => (
                <section key={category} aria-label={t(`category.${category}` as 'category.people')}>
                  <Title order={3} size="h5" mt="md" mb={4}>
                    {t(`category.${category}` as 'category.people')}
                  </Title>
                  {items.map((one) => (
                    <Fragment key={one.code}>
                      <UnstyledButton
                        className={classes.right ?? ''}
                        aria-pressed={one.code === right}
                        onClick={() => look({ right: one.code })}
                      >
                        <Group justify="space-between" wrap="nowrap" gap="xs">
                          <Text size="sm">{one.says}</Text>
                          <StatusAnswer answer={one.answer} whatIf={one.whatIf} />
                        </Group>
                      </UnstyledButton>
                      {!beside && one.code === right && <WhyCard id={id} right={right} change={change} />}
                    </Fragment>
                  ))}
                </section>
              ))}
            </Card>
          </Grid.Col>
          {beside && (
            <Grid.Col span={6}>
              <div className={classes.beside ?? ''}>
                {right ? (
                  <WhyCard id={id} right={right} change={change} />
                ) : (
                  <EmptyState icon={IconHelpCircle} title={t('why.choose')} hint={t('why.chooseHint')} />
                )}
              </div>
            </Grid.Col>
          )}
        </Grid>
      </Stack>
    </Page>
  )
}
