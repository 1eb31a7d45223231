import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { giveRole, listRoles, rolesOfPerson, takeRole } from '../contract.ts'

/** The roles of a person, and giving and taking them where that is allowed. */
export default function PersonRoles({ userId }: { userId: string }) {
  const { t } = useTranslation('access')
  const { data } = useData(rolesOfPerson, { params: { id: userId } }, { live: ['access'] })
  const take = useAction(takeRole, { invalidates: [rolesOfPerson], success: t('person.taken') })
  return (
    <Card title={t('person.title')} icon={IconShieldCheck}>
      <Stack>
        {data.items.length === 0 && <Text c="dimmed">{t('person.none')}</Text>}
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.items.map(({ id, role, expiresAt, may }) => (
            <Group component="li" key={id} justify="space-between" wrap="nowrap">
              <Text>
                {role.name}
                {expiresAt && (
                  <Text span c="dimmed">
                    {' '}
                    {t('person.until')} <DateTime at={expiresAt} />
                  </Text>
                )}
              </Text>
              {may.take && (
                <ConfirmButton
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('person.takeLabel', { role: role.name })}
                  question={t('person.takeQuestion', { role: role.name })}
                  hint={t('person.takeHint')}
                  onConfirm={() => take.run({ params: { id: userId, grantId: id } })}
                >
                  {t('person.take')}
                </ConfirmButton>
              )}
            </Group>
          ))}
        </Stack>
        {data.mayGive.length > 0 && <Give userId={userId} codes={data.mayGive} />}
      </Stack>
    </Card>
  )
}

function Give({ userId, codes }: { userId: string; codes: readonly string[] }) {
  const { t } = useTranslation('access')
  const [role, setRole] = useState<string | null>(null)
  const { data } = useData(listRoles, {}, { live: ['access'] })
  const give = useAction(giveRole, { invalidates: [rolesOfPerson], success: t('person.given') })
  const options = data.items.filter((one) => codes.includes(one.code)).map(({ code, name }) => ({ value: code, label: name }))
  const go = async () => {
    if (role && (await give.run({ params: { id: userId }, body: { role } })).ok) setRole(null)
  }
  return (
    <Group align="flex-end" gap="xs">
      <Select
        label={t('person.give')}
        placeholder={t('person.choose')}
        data={options}
        value={role}
        onChange={setRole}
        flex="1 1 200px"
        searchable
      />
      <Button variant="light" size="md" disabled={!role} loading={give.running} onClick={() => void go()}>
        {t('person.giveGo')}
      </Button>
    </Group>
  )
}
