import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime, useDates } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import type { Certificate } from '../contract.ts'
import classes from './certificates.module.css'

const tones = { valid: 'good', expired: 'warn', revoked: 'bad' } as const
export function CertificateState({ state }: { state: Certificate['state'] }) {
  const { t } = useTranslation('certificates')
  return <StatusBadge tone={tones[state]}>{t(`state.${state}`)}</StatusBadge>
}

/** The day until which it counts, or that it always does. */
export function ValidUntil({ expiryDate }: Pick<Certificate, 'expiryDate'>) {
  const { t } = useTranslation('certificates')
  return expiryDate ? <DateTime at={expiryDate} look="date" /> : t('one.noExpiry')
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fw={600} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  )
}

type Shown = Pick<
  Certificate,
  'holderName' | 'courseTitle' | 'revisionNumber' | 'revisionPublishedAt' | 'issueDate' | 'expiryDate' | 'number'
> & { issuedBy?: string }
/** What stands on a certificate, as terms and values. */
export function CertificateFacts({ of }: { of: Shown }) {
  const { t } = useTranslation('certificates')
  const dates = useDates()
  return (
    <dl className={classes.facts}>
      <Fact label={t('one.holder')}>{of.holderName}</Fact>
      <Fact label={t('one.course')}>{of.courseTitle}</Fact>
      {of.issuedBy && <Fact label={t('verify.issuedBy')}>{of.issuedBy}</Fact>}
      <Fact label={t('one.revision')}>
        {t('one.revisionOf', { number: of.revisionNumber, day: dates.instant(of.revisionPublishedAt, { look: 'date' }) })}
      </Fact>
      <Fact label={t('one.issued')}>
        <DateTime at={of.issueDate} look="date" />
      </Fact>
      <Fact label={t('one.validUntil')}>
        <ValidUntil expiryDate={of.expiryDate} />
      </Fact>
      <Fact label={t('one.number')}>
        <span className={classes.number}>{of.number}</span>
      </Fact>
    </dl>
  )
}
