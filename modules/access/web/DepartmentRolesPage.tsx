import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconSitemap } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDepartments } from '#modules/directory/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { giveDepartmentRole, listRoles, rolesOfDepartment, takeDepartmentRole } from '../contract.ts'

/** What everybody of a department holds. */
export default function DepartmentRolesPage() {
  const { t } = useTranslation('access')
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useData(listDepartments, { query: { limit: 200 } })
  const department = data.items.find((one) => one.id === (chosen ?? data.items[0]?.id))
  return (
    <Page crumbs={[{ label: t('pages.roles'), to: '/roles' }]} subtitle={t('department.hint')}>
      {department ? (
        <Stack maw={640}>
          <Select
            label={t('department.which')}
            data={data.items.map(({ id, name }) => ({ value: id, label: name }))}
            value={department.id}
            onChange={setChosen}
            allowDeselect={false}
            searchable
          />
          <Roles id={department.id} name={department.name} />
        </Stack>
      ) : (
        <EmptyState
          icon={IconSitemap}
          title={t('department.noDepartments')}
          hint={t('department.noDepartmentsHint')}
          action={<ButtonLink to="/departments">{t('department.departments')}</ButtonLink>}
        />
      )}
    </Page>
  )
}

function Roles({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('access')
  const [role, setRole] = useState<string | null>(null)
  const { data } = useData(rolesOfDepartment, { params: { id } }, { live: ['access'] })
  const { data: roles } = useData(listRoles, {})
  const again = { invalidates: [rolesOfDepartment] }
  const give = useAction(giveDepartmentRole, { ...again, success: t('person.given') })
  const take = useAction(takeDepartmentRole, { ...again, success: t('person.taken') })
  const free = roles.items.filter((one) => data.mayGive.includes(one.code))
  const go = async () => {
    if (role && (await give.run({ params: { id }, body: { role } })).ok) setRole(null)
  }
  return (
    <Card title={name} icon={IconSitemap}>
      <Stack>
        {data.items.length === 0 && <Text c="dimmed">{t('department.none')}</Text>}
        {data.items.map((held) => (
          <Group key={held.id} justify="space-between" wrap="nowrap">
            <Text>{held.role.name}</Text>
            {held.may.take && (
              <ConfirmButton
                variant="subtle"
                size="compact-sm"
                aria-label={t('person.takeLabel', { role: held.role.name })}
                question={t('department.takeQuestion', { role: held.role.name, name })}
                hint={t('person.takeHint')}
                onConfirm={() => take.run({ params: { id, grantId: held.id } })}
              >
                {t('person.take')}
              </ConfirmButton>
            )}
          </Group>
        ))}
        {free.length > 0 && (
          <Group align="flex-end" gap="xs">
            <Select
              label={t('person.give')}
              placeholder={t('person.choose')}
              data={free.map(({ code, name: label }) => ({ value: code, label }))}
              value={role}
              onChange={setRole}
              flex="1 1 200px"
              searchable
            />
            <Button variant="light" size="md" disabled={!role} loading={give.running} onClick={() => void go()}>
              {t('person.giveGo')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}
