import { Anchor, Button, FileButton, Group, Text } from '@mantine/core'
import { IconFileCertificate, IconId } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { useDates } from '#platform/web/dates.tsx'
import { useUpload } from '#platform/web/useUpload.ts'
import {
  type CertificationRow,
  type DocumentRow,
  downloadPaper,
  myCertifications,
  myDocuments,
  type PaperKind,
  uploadPaper,
} from '../contract.ts'
import { OwnList } from './OwnList.tsx'
import { PaperState } from './PaperState.tsx'

export function MyCertifications() {
  const { t } = useTranslation('profiles')
  return (
    <OwnList<CertificationRow>
      of={myCertifications}
      words="profiles:certifications"
      icon={IconFileCertificate}
      title={(row) => row.name}
      line={(row) => (
        <>
          <CertificationLine of={row} />
          <PaperState of={row} expiresOn={row.expiryDate} />
        </>
      )}
      more={(row) => <PaperFile kind="certifications" of={row} title={row.name} choose={t('papers.evidence')} />}
    />
  )
}

/** Who issued it, when, and under which number. */
export function CertificationLine({ of: { issuingOrganization, issueDate, credentialId, credentialUrl } }: { of: CertificationRow }) {
  const { t } = useTranslation('profiles')
  const dates = useDates()
  const parts = [issuingOrganization, issueDate && dates.day(issueDate), credentialId && t('papers.number', { id: credentialId })]
  return (
    <Text size="sm" c="dimmed" className="salus-words">
      {parts.filter(Boolean).join(' · ')}{' '}
      {credentialUrl && (
        <Anchor href={credentialUrl} target="_blank" rel="noreferrer noopener" underline="always">
          {t('papers.register')}
        </Anchor>
      )}
    </Text>
  )
}

export function MyDocuments() {
  const { t } = useTranslation('profiles')
  return (
    <OwnList<DocumentRow>
      of={myDocuments}
      words="profiles:documents"
      icon={IconId}
      title={(row) => row.title}
      line={(row) => (
        <>
          <Text size="sm" c="dimmed">
            {t(`documents.values.documentType.${row.documentType}`)}
          </Text>
          <PaperState of={row} expiresOn={row.expiresOn} />
        </>
      )}
      more={(row) => <PaperFile kind="documents" of={row} title={row.title} choose={t('papers.file')} />}
    />
  )
}

type FileProps = { kind: PaperKind; of: { id: string; fileSize: number | null }; title: string; choose: string }
/** Sends the file of one's paper, or fetches it back. */
function PaperFile({ kind, of: { id, fileSize }, title, choose }: FileProps) {
  const { t } = useTranslation('profiles')
  const { send, running } = useUpload(uploadPaper, { invalidates: ['profiles'], success: t('papers.sent') })
  return (
    <Group gap={4}>
      <FileButton
        accept="application/pdf,image/png,image/jpeg,image/webp"
        onChange={(file) => file && void send({ params: { kind, id }, file })}
      >
        {(props) => (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={running}
            aria-label={`${fileSize ? t('papers.replace') : choose}: ${title}`}
            {...props}
          >
            {fileSize ? t('papers.replace') : choose}
          </Button>
        )}
      </FileButton>
      {fileSize && (
        <Button
          component="a"
          variant="subtle"
          size="compact-sm"
          href={href(downloadPaper, { params: { kind, id } })}
          download
          aria-label={`${t('papers.download')}: ${title}`}
        >
          {t('papers.download')}
        </Button>
      )}
    </Group>
  )
}
