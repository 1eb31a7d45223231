import { Anchor, Stack, Text } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { awaitingVerification, downloadPaper, verifyPaper } from '../contract.ts'

/** What people brought on paper and nobody looked at yet. */
export default function VerifyPage() {
  const { t } = useTranslation('profiles')
  const { items, more, loadingMore } = usePages(awaitingVerification, {}, { live: ['profiles'] })
  const verify = useAction(verifyPaper, { invalidates: [awaitingVerification], success: t('papers.verifiedNow') })
  return (
    <Page subtitle={t('papers.subtitle')}>
      <DataTable
        caption={t('pages.papers')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'person',
            label: t('papers.person'),
            cell: (row) => (
              <AnchorLink to="/people/$id" params={{ id: row.person.id }}>
                {row.person.name}
              </AnchorLink>
            ),
          },
          {
            key: 'title',
            label: t('papers.paper'),
            cell: (row) => (
              <Stack gap={0} align="flex-start">
                <Anchor
                  href={href(downloadPaper, {
                    params: { kind: row.kind, id: row.id },
                    ...(row.kind === 'documents' ? { query: { reason: t('papers.reason') } } : {}),
                  })}
                  download
                  className="salus-words"
                >
                  {row.title}
                </Anchor>
                {row.issuer && (
                  <Text size="sm" c="dimmed" className="salus-words">
                    {row.issuer}
                  </Text>
                )}
              </Stack>
            ),
          },
          { key: 'kind', label: t('papers.kind'), cell: (row) => t(`papers.${row.kind}`) },
          { key: 'expires', label: t('papers.until'), cell: (row) => (row.expiresOn ? <DateTime at={row.expiresOn} look="date" /> : '–') },
        ]}
        actions={(row) =>
          row.may.verify && (
            <ConfirmButton
              size="compact-md"
              color="teal"
              question={t('papers.verifyQuestion')}
              hint={t('papers.verifyHint')}
              aria-label={`${t('papers.verify')}: ${row.title}, ${row.person.name}`}
              onConfirm={() => verify.run({ params: { kind: row.kind, id: row.id } })}
            >
              {t('papers.verify')}
            </ConfirmButton>
          )
        }
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconRosetteDiscountCheck} title={t('papers.none')} hint={t('papers.noneHint')} />}
      />
    </Page>
  )
}
