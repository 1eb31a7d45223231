import { Button, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLanguage, IconSparkles } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listPeople } from '#modules/directory/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Picker } from '#platform/web/Picker.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { useCan } from '#platform/web/session.tsx'
import { askEndorsement, type LanguageRow, myLanguages, mySkills, type SkillRow } from '../contract.ts'
import { LanguageSelect, useLanguageNames } from './LanguageSelect.tsx'
import { OwnList } from './OwnList.tsx'

export function MySkills() {
  const can = useCan()
  return (
    <OwnList<SkillRow>
      of={mySkills}
      words="profiles:skills"
      icon={IconSparkles}
      title={(row) => row.skillName}
      line={(row) => <SkillLine of={row} />}
      {...(can('people:read') ? { more: (row: SkillRow) => <Ask skill={row} /> } : {})}
    />
  )
}

/** How well, how long, and who says so too. */
export function SkillLine({ of: { proficiencyLevel, yearsOfExperience, endorsements } }: { of: SkillRow }) {
  const { t } = useTranslation('profiles')
  const years = yearsOfExperience === null ? [] : [t('skills.years', { count: yearsOfExperience })]
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {[t(`skills.values.proficiencyLevel.${proficiencyLevel}`), ...years].join(' · ')}
      </Text>
      {endorsements.length > 0 && (
        <Text size="sm">
          {t('skills.endorsed', { count: endorsements.length, names: endorsements.map(({ name }) => name).join(', ') })}
        </Text>
      )}
      {endorsements.map(
        ({ name, comment, at }) =>
          comment && (
            <Text key={at + name} size="sm" c="dimmed" className="salus-words">
              “{comment}” – {name}
            </Text>
          ),
      )}
    </Stack>
  )
}

function Ask({ skill }: { skill: SkillRow }) {
  const { t } = useTranslation('profiles')
  const [opened, { open, close }] = useDisclosure()
  const form = useContractForm(askEndorsement.body, { userId: '' })
  const ask = useAction(askEndorsement, { invalidates: [], success: t('skills.asked') })
  return (
    <>
      <Button variant="subtle" size="compact-sm" aria-label={`${t('skills.ask')}: ${skill.skillName}`} onClick={open}>
        {t('skills.ask')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('skills.askTitle', { skill: skill.skillName })}>
        <Form
          form={form}
          action={ask}
          input={(body) => ({ params: { id: skill.id }, body })}
          onDone={close}
          onCancel={close}
          submit={t('skills.ask')}
          free
        >
          <Text size="sm" c="dimmed">
            {t('skills.askHint')}
          </Text>
          <Picker
            label={t('skills.colleague')}
            of={listPeople}
            ask={(q) => ({ query: { q, limit: 10 } })}
            option={(person) => ({ value: person.id, label: person.name })}
            {...form.getInputProps('userId')}
            value={form.values.userId || null}
            onChange={(id) => form.setFieldValue('userId', id ?? '')}
          />
        </Form>
      </Modal>
    </>
  )
}

export function MyLanguages() {
  const { t } = useTranslation('profiles')
  const nameOf = useLanguageNames()
  return (
    <OwnList<LanguageRow>
      of={myLanguages}
      words="profiles:languages"
      icon={IconLanguage}
      title={(row) => nameOf(row.language)}
      line={(row) => <LanguageLine of={row} />}
      inputs={{
        language: (form) => <LanguageSelect label={t('languages.fields.language')} {...form.getInputProps('language' as never)} />,
      }}
    />
  )
}

export function LanguageLine({ of }: { of: LanguageRow }) {
  const { t } = useTranslation('profiles')
  return (
    <Text size="sm" c="dimmed" component="div">
      {t(`languages.values.proficiencyLevel.${of.proficiencyLevel}`)}{' '}
      {of.isPrimary && <StatusBadge tone="info">{t('languages.first')}</StatusBadge>}
    </Text>
  )
}
