import { Alert, Button, CopyButton, Group, Paper, Stack } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useMe } from '#platform/web/session.tsx'
import { type Certificate, certificatePdf, getCertificate, reissueCertificate } from '../contract.ts'
import { CertificateFacts, CertificateState } from './CertificateFacts.tsx'
import classes from './certificates.module.css'
import { RevokeButton } from './RevokeButton.tsx'

const route = getRouteApi('/certificates/$id')

export default function CertificatePage() {
  const { t } = useTranslation('certificates')
  const me = useMe()
  const { id } = route.useParams()
  const { data: certificate } = useData(getCertificate, { params: { id } }, { live: ['certificates'] })
  return (
    <Page
      title={certificate.courseTitle}
      subtitle={t('pages.one')}
      crumbs={certificate.userId === me.id ? [{ label: t('pages.mine'), to: '/certificates' }] : []}
      actions={<CertificateState state={certificate.state} />}
    >
      {certificate.revokedAt && <Revoked certificate={certificate} />}
      <Paper withBorder p="xl" className={classes.sheet}>
        <CertificateFacts of={certificate} />
      </Paper>
      <Actions certificate={certificate} />
    </Page>
  )
}

function Revoked({ certificate }: { certificate: Certificate }) {
  const { t } = useTranslation('certificates')
  const dates = useDates()
  const day = dates.instant(certificate.revokedAt as string, { look: 'date' })
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('one.revokedOn', { day })}>
      {t('one.reason', { reason: certificate.reason })}
    </Alert>
  )
}

function Actions({ certificate }: { certificate: Certificate }) {
  const { t } = useTranslation('certificates')
  const navigate = useNavigate()
  const reissue = useAction(reissueCertificate, { success: ({ number }) => t('reissue.done', { number }) })
  const again = async () => {
    const made = await reissue.run({ params: { id: certificate.id } })
    if (made.ok) await navigate({ to: '/certificates/$id', params: { id: made.data.id } })
  }
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button
          component="a"
          href={href(certificatePdf, { params: { id: certificate.id } })}
          download
          leftSection={<IconDownload size={18} stroke={1.6} aria-hidden />}
        >
          {t('one.download')}
        </Button>
        <ButtonLink to="/verify/$number" params={{ number: certificate.number }} variant="default">
          {t('one.link')}
        </ButtonLink>
        <CopyButton value={certificate.url}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} stroke={1.6} aria-hidden /> : <IconCopy size={18} stroke={1.6} aria-hidden />}
            >
              {t(copied ? 'one.copied' : 'one.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      {(certificate.may.reissue || certificate.may.revoke) && (
        <Group gap="xs">
          {certificate.may.reissue && (
            <ConfirmButton color="brand" variant="default" question={t('reissue.question')} hint={t('reissue.hint')} onConfirm={again}>
              {t('reissue.do')}
            </ConfirmButton>
          )}
          {certificate.may.revoke && <RevokeButton id={certificate.id} />}
        </Group>
      )}
    </Stack>
  )
}
