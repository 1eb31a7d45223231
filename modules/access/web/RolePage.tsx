import { Alert, Group, Text } from '@mantine/core'
import { IconCopy, IconInfoCircle, IconTrash } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { changeRole, listRoles, type RoleDetail, readRole, removeRole } from '../contract.ts'
import { draftOf } from './draft.ts'
import { RoleEditor } from './RoleEditor.tsx'

const route = getRouteApi('/roles/$id')

export default function RolePage() {
  const { t } = useTranslation('access')
  const { id } = route.useParams()
  const { data: role } = useData(readRole, { params: { id } }, { live: ['access'] })
  const save = useAction(changeRole, { invalidates: ['access', readRole, listRoles], success: t('role.saved') })
  const closed = role.isSystemRole ? t('role.systemHint') : t('role.closedHint')
  return (
    <Page title={role.name} crumbs={[{ label: t('pages.roles'), to: '/roles' }]} actions={<Actions role={role} />}>
      {!role.may.change && (
        <Alert variant="light" color="blue" icon={<IconInfoCircle />}>
          {closed}
        </Alert>
      )}
      {role.copiedFrom && (
        <Text c="dimmed" size="sm" mb="md">
          {t('role.copiedFrom', { name: role.copiedFrom })}
        </Text>
      )}
      <RoleEditor
        key={role.version}
        of={role}
        start={draftOf(role)}
        readOnly={!role.may.change}
        running={save.running}
        save={async ({ code: _, description, ...draft }) => {
          const body = { ...draft, description: description.trim() || null }
          const answer = await save.run({ params: { id }, body }, { ifMatch: role.version, quiet: true })
          return answer.ok ? null : answer.problem
        }}
      />
    </Page>
  )
}

function Actions({ role }: { role: RoleDetail }) {
  const { t } = useTranslation('access')
  const can = useCan()
  const navigate = useNavigate()
  const remove = useAction(removeRole, { invalidates: [listRoles], success: t('role.removed') })
  if (!can('roles:write')) return null
  return (
    <Group gap="xs">
      <ButtonLink to="/roles/new" search={{ copy: role.code }} variant="default" leftSection={<IconCopy size={18} stroke={1.6} />}>
        {t('role.copy')}
      </ButtonLink>
      {role.may.change && (
        <ConfirmButton
          leftSection={<IconTrash size={18} stroke={1.6} />}
          question={t('role.removeQuestion', { name: role.name })}
          hint={t('role.removeHint')}
          onConfirm={async () => {
            if ((await remove.run({ params: { id: role.id } })).ok) await navigate({ to: '/roles' })
          }}
        >
          {t('role.remove')}
        </ConfirmButton>
      )}
    </Group>
  )
}
