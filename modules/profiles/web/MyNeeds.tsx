import { NumberInput, Select, SimpleGrid, Switch, Text, Textarea } from '@mantine/core'
import { IconDroplet, IconHeartHandshake } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Accommodations, BloodGroup, myAccommodations, myBloodGroup, setMyAccommodations, setMyBloodGroup } from '../contract.ts'
import { LanguageSelect } from './LanguageSelect.tsx'

export function MyNeeds() {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
      <Needs />
      <Blood />
    </SimpleGrid>
  )
}

/** What somebody needs, never why: stated once, honoured in quizzes and appointments. */
function Needs() {
  const { t } = useTranslation('profiles')
  const { data } = useData(myAccommodations, {})
  const form = useContractForm(Accommodations, data)
  const save = useAction(setMyAccommodations, { invalidates: [myAccommodations], success: t('needs.saved') })
  return (
    <Card title={t('needs.title')} icon={IconHeartHandshake}>
      <Form form={form} action={save} input={(body) => ({ body })}>
        <Text size="sm" c="dimmed">
          {t('needs.hint')}
        </Text>
        <NumberInput
          label={t('needs.extraTime')}
          description={t('needs.extraTimeHint')}
          suffix=" %"
          min={5}
          max={100}
          step={5}
          {...form.getInputProps('extraTimePercent')}
        />
        <LanguageSelect
          label={t('needs.interpreter')}
          description={t('needs.interpreterHint')}
          clearable
          {...form.getInputProps('interpreterLanguage')}
        />
        <Switch label={t('needs.room')} description={t('needs.roomHint')} {...form.getInputProps('accessibleRoom', { type: 'checkbox' })} />
        <Textarea label={t('needs.other')} description={t('needs.otherHint')} autosize minRows={2} {...form.getInputProps('otherNeeds')} />
      </Form>
    </Card>
  )
}

function Blood() {
  const { t } = useTranslation('profiles')
  const { data } = useData(myBloodGroup, {})
  const form = useContractForm(setMyBloodGroup.body, data)
  const save = useAction(setMyBloodGroup, { invalidates: [myBloodGroup], success: t('profile.saved') })
  return (
    <Card title={t('blood.title')} icon={IconDroplet}>
      <Form form={form} action={save} input={(body) => ({ body })}>
        <Text size="sm" c="dimmed">
          {t('blood.hint')}
        </Text>
        <Select
          label={t('blood.group')}
          clearable
          data={BloodGroup.options.map((value) => ({ value, label: value === 'unknown' ? t('blood.unknown') : value }))}
          {...form.getInputProps('bloodGroup')}
          value={form.values.bloodGroup}
        />
      </Form>
    </Card>
  )
}
