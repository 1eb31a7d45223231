import { IconHeartbeat } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePages } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { myFitness } from '../contract.ts'
import { OutcomeList } from './OutcomeList.tsx'

export default function MyFitness() {
  const { t } = useTranslation('employees')
  const { items, more, loadingMore } = usePages(myFitness, {}, { live: ['employees'] })
  return (
    <Page subtitle={t('fitness.subtitle')}>
      {items.length === 0 ? (
        <EmptyState icon={IconHeartbeat} title={t('fitness.empty')} hint={t('fitness.emptyHint')} />
      ) : (
        <OutcomeList items={items} more={more} loadingMore={loadingMore} />
      )}
    </Page>
  )
}
