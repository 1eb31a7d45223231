import { SimpleGrid } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDates } from './dates.tsx'
import { Page } from './Page.tsx'
import { useMe } from './session.tsx'
import { Filled, useFills } from './slots.tsx'
import { EmptyState } from './states.tsx'

export default function HomePage() {
  const { t } = useTranslation()
  const me = useMe()
  const dates = useDates()
  const fills = useFills('home')
  const hour = Number(dates.instant(new Date().toISOString(), { look: 'hour' }))
  // Past midnight is still the evening of whoever works then.
  const greeting = hour >= 4 && hour < 12 ? 'home.morning' : hour >= 12 && hour < 18 ? 'home.afternoon' : 'home.evening'
  return (
    <Page title={t(greeting, { name: me.name.split(' ')[0] })} subtitle={t('home.hint')}>
      {fills.length === 0 && <EmptyState icon={IconCircleCheck} title={t('home.empty')} hint={t('home.emptyHint')} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" className="salus-cards">
        {fills.map((one) => (
          <div key={`${one.module} ${one.order}`} className={one.wide ? 'salus-wide' : undefined}>
            <Filled one={one} given={{}} />
          </div>
        ))}
      </SimpleGrid>
    </Page>
  )
}
