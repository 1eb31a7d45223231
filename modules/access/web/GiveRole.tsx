import { Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDepartments, organizations } from '#modules/directory/contract.ts'
import { useAction, useData } from '#platform/web/data.ts'
import { ProblemAlert } from '#platform/web/states.tsx'
import { giveRole, listPermissions, listRoles, rolesOfPerson } from '../contract.ts'
import { asInstant } from './moments.ts'

type GiveProps = { userId: string; codes: readonly string[] }

/** Gives a role: for good or until a day, for everything or for one place, with rights added for this person. */
export function GiveRole(given: GiveProps) {
  const { t } = useTranslation('access')
  const [opened, setOpened] = useState(false)
  return (
    <Group>
      <Button variant="light" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setOpened(true)}>
        {t('person.give')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('person.give')} centered size="lg">
        <Fields {...given} close={() => setOpened(false)} />
      </Modal>
    </Group>
  )
}

const nothing = { role: '', departmentId: null, organizationId: null, expires: '', isPrimary: false, customPermissions: [] }
type Fields = {
  role: string
  departmentId: string | null
  organizationId: string | null
  expires: string
  isPrimary: boolean
  customPermissions: string[]
}

function Fields({ userId, codes, close }: GiveProps & { close: () => void }) {
  const { t } = useTranslation('access')
  const [values, setValues] = useState<Fields>(nothing)
  const set = (part: Partial<Fields>) => setValues((now) => ({ ...now, ...part }))
  const { data: roles } = useData(listRoles, {})
  const { data: rights } = useData(listPermissions, {})
  const { data: departments } = useData(listDepartments, { query: { limit: 200 } })
  const { data: companies } = useData(organizations.list, { query: { limit: 200 } })
  const give = useAction(giveRole, { invalidates: [rolesOfPerson], success: t('person.given') })
  const named = (items: readonly { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }))
  const go = async () => {
    const { expires, ...rest } = values
    const body = { ...rest, expiresAt: asInstant(expires) }
    if ((await give.run({ params: { id: userId }, body }, { quiet: true })).ok) close()
  }
  return (
    <Stack>
      <ProblemAlert of={give.problem} />
      <Select
        label={t('person.role')}
        placeholder={t('person.choose')}
        data={roles.items.filter((one) => codes.includes(one.code)).map(({ code, name }) => ({ value: code, label: name }))}
        value={values.role || null}
        onChange={(role) => set({ role: role ?? '' })}
        searchable
        data-autofocus
      />
      <Select
        label={t('person.department')}
        description={t('person.departmentHint')}
        placeholder={t('person.everywhere')}
        data={named(departments.items)}
        value={values.departmentId}
        onChange={(departmentId) => set({ departmentId })}
        searchable
        clearable
      />
      <Select
        label={t('person.organization')}
        placeholder={t('person.everywhere')}
        data={named(companies.items as { id: string; name: string }[])}
        value={values.organizationId}
        onChange={(organizationId) => set({ organizationId })}
        searchable
        clearable
      />
      <TextInput
        type="datetime-local"
        label={t('person.expires')}
        description={t('person.expiresHint')}
        value={values.expires}
        onChange={(event) => set({ expires: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('person.customLabel')}
        description={t('person.customHint')}
        data={rights.items.filter((one) => one.may.grant).map(({ code, says }) => ({ value: code, label: says }))}
        value={values.customPermissions}
        onChange={(customPermissions) => set({ customPermissions })}
        searchable
      />
      <Checkbox
        label={t('person.makePrimary')}
        checked={values.isPrimary}
        onChange={(event) => set({ isPrimary: event.currentTarget.checked })}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} disabled={give.running}>
          {t('limits.cancel')}
        </Button>
        <Button disabled={!values.role} loading={give.running} onClick={() => void go()}>
          {t('person.giveGo')}
        </Button>
      </Group>
    </Stack>
  )
}
