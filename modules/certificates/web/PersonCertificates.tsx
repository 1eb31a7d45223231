import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { Download } from '#platform/web/Download.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { certificatesOf, exportCertificatesOf } from '../contract.ts'
import { CertificateState, ValidUntil } from './CertificateFacts.tsx'
import { RevokeButton } from './RevokeButton.tsx'

/** Certificates of a person on their page, as far as the reader may see them. */
export default function PersonCertificates({ userId }: SlotProps<'person'>) {
  const { t } = useTranslation('certificates')
  const { t: common } = useTranslation()
  const { items, more, loadingMore } = usePages(certificatesOf, { params: { userId }, query: { limit: 20 } }, { live: ['certificates'] })
  return (
    <Card title={t('person.title')} icon={IconCertificate}>
      <Stack gap="xs">
        {items.length === 0 && <Text c="dimmed">{t('person.empty')}</Text>}
        {items.map((one) => (
          <Paper key={one.id} withBorder p="sm">
            <Group justify="space-between" gap="xs">
              <Stack gap={2} flex={1} miw={200}>
                <AnchorLink to="/certificates/$id" params={{ id: one.id }} fw={600}>
                  {one.courseTitle}
                </AnchorLink>
                <Text size="sm" c="dimmed">
                  {t('one.issued')} <DateTime at={one.issueDate} look="date" /> · {t('one.validUntil')}{' '}
                  <ValidUntil expiryDate={one.expiryDate} />
                </Text>
              </Stack>
              <CertificateState state={one.state} />
              {one.may.revoke && <RevokeButton id={one.id} label={`${t('revoke.do')}: ${one.courseTitle}`} />}
            </Group>
          </Paper>
        ))}
        {items.length > 0 && (
          <Group justify="flex-end">
            <Download of={exportCertificatesOf} params={{ userId }} />
          </Group>
        )}
        {more && (
          <Button variant="default" onClick={more} loading={loadingMore}>
            {common('list.more')}
          </Button>
        )}
      </Stack>
    </Card>
  )
}
