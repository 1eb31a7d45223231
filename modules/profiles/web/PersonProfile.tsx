import { Anchor, Avatar, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconUser, IconUserCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { href } from '#platform/web/api.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useLookup } from '#platform/web/data.ts'
import type { SlotProps } from '#platform/web/slots.tsx'
import { Loading } from '#platform/web/states.tsx'
import { downloadPaper, personProfile, unverifyPaper, verifyPaper } from '../contract.ts'
import { FieldsOf } from './CustomFields.tsx'
import { Give } from './EndorsementsPage.tsx'
import { useLanguageNames } from './LanguageSelect.tsx'
import { CertificationLine } from './MyPapers.tsx'
import { LanguageLine, SkillLine } from './MySkills.tsx'
import { PaperState } from './PaperState.tsx'
import { Part } from './Part.tsx'
import { PersonalPart } from './PersonalPart.tsx'
import { photoOf } from './Photos.tsx'
import { Rows } from './Rows.tsx'

type Known = Output<typeof personProfile>

/** What a manager and HR know of somebody; nothing for everybody else. */
export default function PersonProfile({ userId }: SlotProps<'person'>) {
  const { t } = useTranslation('profiles')
  const { data, isLoading } = useLookup(personProfile, { params: { id: userId } }, { live: ['profiles'] })
  const nameOf = useLanguageNames()
  if (!data) return isLoading ? <Loading rows={2} /> : null
  const called = [data.preferredName, data.pronouns].filter(Boolean).join(' · ')
  return (
    <Card title={t('person.title')} icon={IconUserCircle}>
      <Stack gap="lg">
        {(data.photos.avatar || called) && (
          <Group>
            <Avatar size={64} radius="50%" src={data.photos.avatar ? photoOf(userId, 'avatar') : null} alt="">
              <IconUser size={32} stroke={1.2} />
            </Avatar>
            {called && <Text>{t('person.called', { name: called })}</Text>}
          </Group>
        )}
        <Part title={t('skills.title')} none={data.skills.length === 0}>
          <Rows
            items={data.skills}
            title={(row) => row.skillName}
            line={(row) => <SkillLine of={row} />}
            actions={(row) => <EndorseButton of={row} />}
          />
        </Part>
        <Part title={t('certifications.title')} none={data.certifications.length === 0}>
          <Certifications of={data} />
        </Part>
        <Part title={t('languages.title')} none={data.languages.length === 0}>
          <Rows items={data.languages} title={(row) => nameOf(row.language)} line={(row) => <LanguageLine of={row} />} />
        </Part>
        {data.customFields.length > 0 && (
          <Part title={t('fields.mine')}>
            {data.may.fillIn ? (
              <FieldsOf key={JSON.stringify(data.customFields)} userId={userId} fields={data.customFields} />
            ) : (
              <Values of={data} />
            )}
          </Part>
        )}
        {data.may.readPersonal && <PersonalPart userId={userId} />}
      </Stack>
    </Card>
  )
}

function Certifications({ of: { certifications, may } }: { of: Known }) {
  const { t } = useTranslation('profiles')
  const verify = useAction(verifyPaper, { invalidates: [personProfile], success: t('papers.verifiedNow') })
  const unverify = useAction(unverifyPaper, { invalidates: [personProfile] })
  return (
    <Rows
      items={certifications}
      title={(row) => row.name}
      line={(row) => (
        <>
          <CertificationLine of={row} />
          <PaperState of={row} expiresOn={row.expiryDate} />
        </>
      )}
      actions={(row) => {
        const params = { kind: 'certifications', id: row.id } as const
        return (
          <Group gap="xs">
            {row.fileSize && (
              <Anchor size="sm" href={href(downloadPaper, { params })} download aria-label={`${t('papers.download')}: ${row.name}`}>
                {t('papers.download')}
              </Anchor>
            )}
            {may.verify && row.fileSize && (
              <Button
                size="compact-sm"
                variant="light"
                aria-label={`${row.verifiedAt ? t('papers.unverify') : t('papers.verify')}: ${row.name}`}
                onClick={() => void (row.verifiedAt ? unverify : verify).run({ params })}
              >
                {row.verifiedAt ? t('papers.unverify') : t('papers.verify')}
              </Button>
            )}
          </Group>
        )
      }}
    />
  )
}

function EndorseButton({ of }: { of: Known['skills'][number] }) {
  const { t } = useTranslation('profiles')
  const [opened, setOpened] = useState(false)
  if (!of.mayEndorse) return null
  return (
    <>
      <Button variant="subtle" size="compact-sm" aria-label={`${t('endorsements.give')}: ${of.skillName}`} onClick={() => setOpened(true)}>
        {t('endorsements.give')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('endorsements.title', { skill: of.skillName })}>
        <Give skillId={of.id} comment={null} close={() => setOpened(false)} />
      </Modal>
    </>
  )
}

const Values = ({ of }: { of: Known }) => (
  <Rows
    items={of.customFields.map((field) => ({ ...field, id: field.key }))}
    title={(row) => row.label}
    line={(row) => <Text size="sm">{row.value ?? '–'}</Text>}
  />
)
