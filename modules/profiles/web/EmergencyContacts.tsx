import { Button, Fieldset, Group, Text, TextInput } from '@mantine/core'
import { IconPhoneCall, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { changeMyProfile, myProfile, type OwnProfile, ProfileFields } from '../contract.ts'

const Contacts = z.object({ emergencyContacts: ProfileFields.shape.emergencyContacts })

/** Whom to call, the first first. */
export function EmergencyContacts({ profile }: { profile: OwnProfile }) {
  const { t } = useTranslation('profiles')
  const form = useContractForm(Contacts, { emergencyContacts: profile.emergencyContacts })
  const save = useAction(changeMyProfile, { invalidates: [myProfile], success: t('profile.saved') })
  const { emergencyContacts } = form.values
  const without = (body: z.input<typeof Contacts>) => ({
    body: { emergencyContacts: body.emergencyContacts.map((one) => ({ ...one, relationship: one.relationship || null })) },
  })
  return (
    <Card title={t('contacts.title')} icon={IconPhoneCall}>
      <Form form={form} action={save} input={without} ifMatch={profile.version}>
        <Text size="sm" c="dimmed">
          {t('contacts.hint')}
        </Text>
        {emergencyContacts.map((_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: contacts have no id; their order is what they say
          <Fieldset key={i} legend={t('contacts.nth', { n: i + 1 })}>
            <TextInput label={t('contacts.name')} {...form.getInputProps(`emergencyContacts.${i}.name`)} />
            <TextInput mt="sm" label={t('contacts.relationship')} {...form.getInputProps(`emergencyContacts.${i}.relationship`)} />
            <TextInput mt="sm" type="tel" label={t('contacts.phone')} {...form.getInputProps(`emergencyContacts.${i}.phone`)} />
            <Group justify="flex-end" mt="sm">
              <Button variant="subtle" color="red" size="compact-sm" onClick={() => form.removeListItem('emergencyContacts', i)}>
                {t('contacts.remove', { n: i + 1 })}
              </Button>
            </Group>
          </Fieldset>
        ))}
        {emergencyContacts.length < 5 && (
          <Group>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconPlus size={16} stroke={1.6} />}
              onClick={() => form.insertListItem('emergencyContacts', { name: '', relationship: null, phone: '' })}
            >
              {t('contacts.add')}
            </Button>
          </Group>
        )}
      </Form>
    </Card>
  )
}
