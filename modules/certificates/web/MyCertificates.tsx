import { IconCertificate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportMyCertificates, myCertificates } from '../contract.ts'
import { CertificateState, ValidUntil } from './CertificateFacts.tsx'

export default function MyCertificates() {
  const { t } = useTranslation('certificates')
  const { items, more, loadingMore } = usePages(myCertificates, {}, { live: ['certificates'] })
  return (
    <Page subtitle={t('mine.hint')} actions={items.length > 0 && <Download of={exportMyCertificates} />}>
      <DataTable
        caption={t('pages.mine')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'course',
            label: t('mine.course'),
            cell: (row) => (
              <AnchorLink to="/certificates/$id" params={{ id: row.id }}>
                {row.courseTitle}
              </AnchorLink>
            ),
          },
          { key: 'issued', label: t('mine.issued'), cell: (row) => <DateTime at={row.issueDate} look="date" /> },
          { key: 'until', label: t('mine.validUntil'), cell: (row) => <ValidUntil expiryDate={row.expiryDate} /> },
          { key: 'state', label: t('mine.state'), cell: (row) => <CertificateState state={row.state} /> },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={
          <EmptyState
            icon={IconCertificate}
            title={t('mine.empty')}
            hint={t('mine.emptyHint')}
            action={<ButtonLink to="/learning">{t('mine.toLearning')}</ButtonLink>}
          />
        }
      />
    </Page>
  )
}
