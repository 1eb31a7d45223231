import { Alert, Button, Group, Paper, Stack, Text, TextInput, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, IconCertificateOff, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { PlainForm } from '#platform/web/form.tsx'
import { Brand } from '#platform/web/Logo.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { type Verification, verifyCertificate } from '../contract.ts'
import { CertificateFacts } from './CertificateFacts.tsx'
import classes from './certificates.module.css'

const looks = {
  valid: { color: 'green', Mark: IconCircleCheck },
  expired: { color: 'yellow', Mark: IconAlertTriangle },
  revoked: { color: 'red', Mark: IconCertificateOff },
  unknown: { color: 'gray', Mark: IconHelpCircle },
}

/** Public: what anybody who holds a number may know. Works signed out, and has no navigation. */
export default function VerifyPage() {
  const { t } = useTranslation('certificates')
  const { number } = useParams({ strict: false }) as { number?: string }
  useEffect(() => {
    document.title = `${t('pages.verify')} · Salus`
  }, [t])
  return (
    <div className={classes.alone}>
      <header>
        <Brand />
      </header>
      <main className={classes.content}>
        <Stack gap="lg">
          <Title order={1} size="h2">
            {t('pages.verify')}
          </Title>
          {number ? <Verdict number={number} /> : <Ask />}
        </Stack>
      </main>
    </div>
  )
}

function Ask() {
  const { t } = useTranslation('certificates')
  const navigate = useNavigate()
  const [number, setNumber] = useState('')
  const [tried, setTried] = useState(false)
  const go = () => {
    setTried(true)
    if (number.trim()) void navigate({ to: '/verify/$number', params: { number: number.trim() } })
  }
  return (
    <PlainForm onSend={go}>
      <Stack gap="md">
        <TextInput
          label={t('verify.number')}
          description={`${t('verify.hint')} ${t('verify.example')}`}
          value={number}
          error={tried && !number.trim() && t('verify.numberMissing')}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit">{t('verify.go')}</Button>
        </Group>
      </Stack>
    </PlainForm>
  )
}

function Verdict({ number }: { number: string }) {
  const { t } = useTranslation('certificates')
  const { data } = useData(verifyCertificate, { params: { number } })
  const { color, Mark } = looks[data.state]
  return (
    <>
      <Paper withBorder p="lg" className={classes.verdict} style={{ '--verdict': `var(--mantine-color-${color}-6)` }}>
        <Stack gap="lg">
          <Group gap="md" wrap="nowrap" align="flex-start" role="status">
            <ThemeIcon size={44} radius="xl" variant="light" color={color} aria-hidden>
              <Mark size={26} stroke={1.6} />
            </ThemeIcon>
            <Stack gap={4}>
              <Title order={2} size="h3">
                {t(`verify.${data.state}`)}
              </Title>
              <Text c="dimmed">{data.certificate ? t('verify.checked') : t('verify.unknownHint')}</Text>
              {!data.certificate && <Text className={classes.number}>{data.number}</Text>}
            </Stack>
          </Group>
          {data.certificate && <Details number={data.number} of={data.certificate} />}
        </Stack>
      </Paper>
      <Group>
        <ButtonLink to="/verify" variant="default">
          {t('verify.another')}
        </ButtonLink>
      </Group>
    </>
  )
}

function Details({ number, of }: { number: string; of: NonNullable<Verification['certificate']> }) {
  const { t } = useTranslation('certificates')
  const dates = useDates()
  return (
    <>
      {of.revokedAt && (
        <Alert color="red" variant="light" title={t('one.revokedOn', { day: dates.instant(of.revokedAt, { look: 'date' }) })}>
          {t('one.reason', { reason: of.reason })}
        </Alert>
      )}
      <CertificateFacts of={{ ...of, number }} />
    </>
  )
}
