import { Group, Paper, Stack, Text } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLookup } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { myCertificates } from '../contract.ts'
import { CertificateState, ValidUntil } from './CertificateFacts.tsx'

/** The certificate of the course just finished. */
export default function FinishedCertificate({ courseId }: SlotProps<'courseFinished'>) {
  const { t } = useTranslation('certificates')
  const { data } = useLookup(myCertificates, { query: { courseId, limit: 1 } }, { live: ['certificates'] })
  const certificate = data?.items[0]
  if (!certificate) return null
  return (
    <Paper withBorder p="lg" component="section" aria-label={t('finished.title')}>
      <Group gap="lg" justify="space-between">
        <Group gap="md" wrap="nowrap" flex={1} miw={220}>
          <IconCertificate size={40} stroke={1.4} aria-hidden className="salus-tint" />
          <Stack gap={2}>
            <Text fw={600}>{t('finished.title')}</Text>
            <Text size="sm" c="dimmed">
              {t('one.validUntil')}: <ValidUntil expiryDate={certificate.expiryDate} />
            </Text>
          </Stack>
        </Group>
        <CertificateState state={certificate.state} />
        <ButtonLink to="/certificates/$id" params={{ id: certificate.id }}>
          {t('finished.see')}
        </ButtonLink>
      </Group>
    </Paper>
  )
}
