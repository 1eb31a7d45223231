import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { listPermissions } from '../contract.ts'
import type { Differences } from './draft.ts'

type DialogProps = {
  of: Differences
  isNew: boolean
  roles: readonly { code: string; name: string }[]
  running: boolean
  close: () => void
  save: () => Promise<void>
}

/** What saving would change, line by line, before it does. */
export function DifferencesDialog({ of, isNew, roles, running, close, save }: DialogProps) {
  const { t } = useTranslation('access')
  const { data } = useData(listPermissions, {})
  const says = (code: string) => data.items.find((one) => one.code === code)?.says ?? code
  const called = (code: string) => roles.find((role) => role.code === code)?.name ?? code
  const parts = [
    { key: 'changed', Mark: IconPencil, color: 'var(--mantine-color-blue-text)', lines: of.fields.map((field) => t(`role.${field}`)) },
    {
      key: 'added',
      Mark: IconPlus,
      color: 'var(--mantine-color-green-text)',
      lines: [...of.contains.added.map(called), ...of.grants.added.map(says)],
    },
    { key: 'limits', Mark: IconPencil, color: 'var(--mantine-color-blue-text)', lines: of.grants.changed.map(says) },
    {
      key: 'removed',
      Mark: IconMinus,
      color: 'var(--mantine-color-red-text)',
      lines: [...of.contains.removed.map(called), ...of.grants.removed.map(says)],
    },
  ] as const
  return (
    <Modal opened onClose={close} title={t(isNew ? 'differences.newTitle' : 'differences.title')} centered size="lg">
      <Stack>
        {!isNew && <Text>{t('differences.hint')}</Text>}
        {parts
          .filter(({ lines }) => lines.length > 0)
          .map(({ key, Mark, color, lines }) => (
            <div key={key}>
              <Text fw={600} mb={4}>
                {t(`differences.${key}`)}
              </Text>
              <List spacing={4} icon={<Mark size={16} color={color} aria-hidden />}>
                {lines.map((line) => (
                  <List.Item key={line}>{line}</List.Item>
                ))}
              </List>
            </div>
          ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} disabled={running}>
            {t('differences.back')}
          </Button>
          <Button loading={running} onClick={() => void save()} data-autofocus>
            {t('differences.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
