import { Anchor, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { AskReason } from '#platform/web/AskReason.tsx'
import { href } from '#platform/web/api.ts'
import { useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import { downloadPaper, personalProfile } from '../contract.ts'
import { useLanguageNames } from './LanguageSelect.tsx'
import { PaperState } from './PaperState.tsx'
import { Part } from './Part.tsx'
import { Rows } from './Rows.tsx'
import { Span } from './Span.tsx'

const Reason = personalProfile.query.shape.reason

/** What is personal, for personnel: after they have said why, which is kept. */
export function PersonalPart({ userId }: { userId: string }) {
  const { t } = useTranslation('profiles')
  const words = { label: t('personal.reason'), hint: t('personal.reasonHint'), show: t('personal.show') }
  return (
    <AskReason of={Reason} words={words} frame={(question) => <Part title={t('personal.title')}>{question}</Part>}>
      {(reason) => <Personal userId={userId} reason={reason} />}
    </AskReason>
  )
}

type Whole = Output<typeof personalProfile>
function Personal({ userId, reason }: { userId: string; reason: string }) {
  const { t } = useTranslation('profiles')
  const { data } = useData(personalProfile, { params: { id: userId }, query: { reason } })
  return (
    <Stack gap="lg">
      <Part title={t('personal.title')}>
        <Known of={data} />
      </Part>
      <Part title={t('contacts.title')} none={data.emergencyContacts.length === 0}>
        <Rows
          items={data.emergencyContacts.map((one, i) => ({ ...one, id: String(i) }))}
          title={(one) => one.name}
          line={(one) => <Text size="sm">{[one.relationship, one.phone].filter(Boolean).join(' · ')}</Text>}
        />
      </Part>
      <Part title={t('documents.title')} none={data.documents.length === 0}>
        <Rows
          items={data.documents}
          title={(row) => row.title}
          line={(row) => <PaperState of={row} expiresOn={row.expiresOn} />}
          actions={(row) =>
            row.fileSize && (
              <Anchor size="sm" download href={href(downloadPaper, { params: { kind: 'documents', id: row.id }, query: { reason } })}>
                {t('papers.download')}
              </Anchor>
            )
          }
        />
      </Part>
      <Part title={t('work.title')} none={data.work.length === 0}>
        <Rows items={data.work} title={(row) => `${row.position}, ${row.company}`} line={(row) => <Span of={row} />} />
      </Part>
      <Part title={t('education.title')} none={data.education.length === 0}>
        <Rows
          items={data.education}
          title={(row) => [row.degree, row.institution].filter(Boolean).join(', ')}
          line={(row) => <Span of={row} />}
        />
      </Part>
    </Stack>
  )
}

function Known({ of }: { of: Whole }) {
  const { t } = useTranslation('profiles')
  const dates = useDates()
  const nameOf = useLanguageNames()
  const { accommodations: needs } = of
  const stated = [
    needs.extraTimePercent && t('needs.saysExtraTime', { percent: needs.extraTimePercent }),
    needs.interpreterLanguage && t('needs.saysInterpreter', { language: nameOf(needs.interpreterLanguage) }),
    needs.accessibleRoom && t('needs.saysRoom'),
    needs.otherNeeds,
  ]
  const facts: [string, ReactNode][] = [
    [t('profile.fields.phone'), of.phone && `${of.phone} (${t(of.phoneVerified ? 'profile.proven' : 'profile.unproven')})`],
    [t('profile.fields.contactBy'), of.contactBy && t(`profile.values.contactBy.${of.contactBy}`)],
    [t('profile.address'), [of.addressLine1, of.addressLine2, of.city, of.state, of.postalCode, of.country].filter(Boolean).join(', ')],
    [t('profile.fields.dateOfBirth'), of.dateOfBirth && dates.day(of.dateOfBirth)],
    [t('profile.fields.gender'), of.gender && t(`profile.values.gender.${of.gender}`)],
    [t('profile.fields.maritalStatus'), of.maritalStatus && t(`profile.values.maritalStatus.${of.maritalStatus}`)],
    [t('profile.fields.nationality'), of.nationality],
    [t('profile.fields.bio'), of.bio],
    [t('profile.fields.website'), of.website],
    [t('profile.fields.linkedIn'), of.linkedIn],
    [t('profile.fields.additionalInfo'), of.additionalInfo],
    [t('needs.title'), stated.filter(Boolean).join(' · ')],
  ]
  const known = facts.filter(([, value]) => value)
  if (known.length === 0) return <Text c="dimmed">{t('person.none')}</Text>
  return <Facts of={known} />
}
