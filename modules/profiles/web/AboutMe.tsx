import { Fieldset, SimpleGrid, Text } from '@mantine/core'
import { IconId } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { changeMyProfile, myProfile, type OwnProfile } from '../contract.ts'

const parts = {
  me: ['preferredName', 'pronouns', 'bio'],
  reach: ['contactBy', 'website', 'linkedIn'],
  address: ['addressLine1', 'addressLine2', 'city', 'state', 'postalCode', 'country'],
  person: ['dateOfBirth', 'gender', 'maritalStatus', 'nationality', 'additionalInfo'],
} as const

/** Who one is, and how one is reached. */
export function AboutMe({ profile }: { profile: OwnProfile }) {
  const { t } = useTranslation('profiles')
  const names = Object.values(parts).flat()
  const form = useContractForm(changeMyProfile.body, Object.fromEntries(names.map((name) => [name, profile[name]])))
  const save = useAction(changeMyProfile, { invalidates: [myProfile], success: t('profile.saved') })
  const long = ['bio', 'additionalInfo', 'addressLine1', 'addressLine2']
  return (
    <Card title={t('profile.about')} icon={IconId}>
      <Form form={form} action={save} input={(body) => ({ body })} ifMatch={profile.version}>
        {Object.entries(parts).map(([part, fields]) => (
          <Fieldset key={part} legend={t(`profile.${part as keyof typeof parts}`)}>
            {part === 'reach' && (
              <Text size="sm" mb="sm">
                {t('profile.phone', { phone: profile.phone ?? t('profile.noPhone') })}{' '}
                {profile.phone && !profile.phoneVerified && `${t('profile.unprovenHint')} `}
                <AnchorLink to="/account">{t('profile.changePhone')}</AnchorLink>
              </Text>
            )}
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              {fields.map((name) => (
                <div key={name} style={long.includes(name) ? { gridColumn: '1 / -1' } : {}}>
                  <FieldInput form={form as never} name={name} words="profiles:profile" />
                </div>
              ))}
            </SimpleGrid>
          </Fieldset>
        ))}
      </Form>
    </Card>
  )
}
