import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction, useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { addRole, listPermissions, listRoles, type RoleDetail, readRole } from '../contract.ts'
import { draftOf, emptyDraft } from './draft.ts'
import { RoleEditor } from './RoleEditor.tsx'

const route = getRouteApi('/roles/new')

export default function NewRole() {
  const { copy } = route.useSearch()
  const { data } = useData(listRoles, {})
  const original = data.items.find((role) => role.code === copy)
  return original ? <Copy id={original.id} /> : <Made original={null} />
}

function Copy({ id }: { id: string }) {
  const { data } = useData(readRole, { params: { id } })
  return <Made original={data} />
}

/** What the original has, but for what may not be passed on. */
function Made({ original }: { original: RoleDetail | null }) {
  const { t } = useTranslation('access')
  const navigate = useNavigate()
  const { data } = useData(listPermissions, {})
  const add = useAction(addRole, { invalidates: [listRoles], success: t('role.saved') })
  const open = new Set(data.items.filter((one) => one.may.grant).map((one) => one.code))
  const copied = original && draftOf(original)
  const grants = copied?.grants.filter((grant) => open.has(grant.permission)) ?? []
  const left = (copied?.grants.length ?? 0) - grants.length
  const start = copied
    ? { ...copied, grants, name: t('role.copyOf', { name: copied.name }).slice(0, 120), code: '', isDefault: false }
    : emptyDraft
  return (
    <Page
      crumbs={[{ label: t('pages.roles'), to: '/roles' }]}
      subtitle={left > 0 ? t('role.leftBehind', { count: left }) : t('role.newHint')}
    >
      <RoleEditor
        of={null}
        start={start}
        running={add.running}
        save={async ({ description, ...draft }) => {
          const copyOf = original?.code ?? null
          const answer = await add.run({ body: { ...draft, copyOf, description: description.trim() || null } }, { quiet: true })
          if (!answer.ok) return answer.problem
          await navigate({ to: '/roles/$id', params: { id: answer.data.id }, ignoreBlocker: true })
          return null
        }}
      />
    </Page>
  )
}
