import { SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Page } from '#platform/web/Page.tsx'
import { Copies } from './Copies.tsx'
import { Deletion } from './Deletion.tsx'

export default function MyData() {
  const { t } = useTranslation('account')
  return (
    <Page subtitle={t('data.subtitle')} crumbs={[{ label: t('data.account'), to: '/account' }]}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Copies />
        <Deletion />
      </SimpleGrid>
    </Page>
  )
}
