import { Button, Center, Group, SegmentedControl, Select, SimpleGrid, TextInput } from '@mantine/core'
import { IconBooks, IconPlus, IconSearch } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useData, usePages } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { useTyping } from '#platform/web/typing.ts'
import { listCategories, listCourses } from '../contract.ts'
import { CourseTile } from './CourseTile.tsx'
import classes from './catalogue.module.css'

const route = getRouteApi('/courses')
const live = ['courses']

export default function CataloguePage() {
  const { t } = useTranslation('courses')
  const { t: app } = useTranslation()
  const { q = '', category, scope } = route.useSearch()
  const navigate = route.useNavigate()
  const can = useCan()
  const search = (change: { q?: string; category?: string; scope?: 'teaching' | 'all' }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const query = { ...(q ? { q } : {}), ...(category ? { category } : {}), scope: scope ?? ('offered' as const) }
  const { items, more, loadingMore, isStale } = usePages(listCourses, { query }, { live })
  const add = can('courses:write') && (
    <ButtonLink to="/courses/new" leftSection={<IconPlus size={18} stroke={1.8} aria-hidden />}>
      {t('catalogue.new')}
    </ButtonLink>
  )
  return (
    <Page subtitle={t('catalogue.subtitle')} actions={add}>
      <Group gap="sm" align="flex-end">
        <SearchField value={q} onChange={(words) => search({ q: words || undefined } as never)} />
        <CategorySelect value={category ?? null} onChange={(value) => search({ category: value ?? undefined } as never)} />
        {can('courses:write') && (
          <SegmentedControl
            aria-label={t('catalogue.scope')}
            value={scope ?? 'offered'}
            onChange={(value) => search({ scope: value === 'offered' ? undefined : value } as never)}
            data={(['offered', 'teaching', ...(can('courses:manage') ? (['all'] as const) : [])] as const).map((value) => ({
              value,
              label: t(`catalogue.${value}`),
            }))}
          />
        )}
      </Group>
      {items.length === 0 ? (
        <Nothing
          scope={scope}
          searching={q !== '' || category !== undefined}
          add={add}
          clear={() => void navigate({ search: {}, replace: true })}
        />
      ) : (
        <>
          <SimpleGrid
            component="ul"
            aria-label={t('catalogue.list')}
            cols={{ base: 1, sm: 2, lg: 3 }}
            className={classes.list}
            data-stale={isStale || undefined}
          >
            {items.map((course) => (
              <CourseTile key={course.id} course={course} />
            ))}
          </SimpleGrid>
          {more && (
            <Center>
              <Button variant="default" onClick={more} loading={loadingMore}>
                {app('list.more')}
              </Button>
            </Center>
          )}
        </>
      )}
    </Page>
  )
}

function SearchField({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const { t } = useTranslation('courses')
  const [words, setWords] = useState(value)
  const settle = useTyping(onChange)
  return (
    <TextInput
      type="search"
      aria-label={t('catalogue.search')}
      placeholder={t('catalogue.search')}
      leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      value={words}
      onChange={({ currentTarget }) => {
        setWords(currentTarget.value)
        settle(currentTarget.value)
      }}
      maxLength={120}
      className={classes.search}
    />
  )
}

function CategorySelect({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation('courses')
  const { data } = useData(listCategories, {}, { live })
  if (data.items.length === 0) return null
  return (
    <Select
      aria-label={t('catalogue.category')}
      placeholder={t('catalogue.allCategories')}
      data={data.items}
      value={value}
      onChange={onChange}
      clearable
      className={classes.category}
    />
  )
}

function Nothing({
  scope,
  searching,
  add,
  clear,
}: {
  scope: 'teaching' | 'all' | undefined
  searching: boolean
  add: React.ReactNode
  clear: () => void
}) {
  const { t } = useTranslation('courses')
  if (searching)
    return (
      <EmptyState
        icon={IconSearch}
        title={t('catalogue.emptySearch')}
        hint={t('catalogue.emptySearchHint')}
        action={
          <Button variant="light" onClick={clear}>
            {t('catalogue.clear')}
          </Button>
        }
      />
    )
  if (scope === 'teaching')
    return <EmptyState icon={IconBooks} title={t('catalogue.emptyTeaching')} hint={t('catalogue.emptyTeachingHint')} action={add} />
  return <EmptyState icon={IconBooks} title={t('catalogue.empty')} hint={t('catalogue.emptyHint')} action={add} />
}
