import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowsMove, IconDots, IconEye, IconEyeOff, IconPencil, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { changeModule, changeUnit, getRevision, orderUnits, removeModule, removeUnit } from '../contract.ts'
import { ModuleDialog, UnitDialog } from './PartDialogs.tsx'
import type { ModulePart, UnitPart } from './Structure.tsx'

const again = { invalidates: [getRevision] }

export function ModuleMenu({ module, modules }: { module: ModulePart; modules: readonly ModulePart[] }) {
  const { t } = useTranslation('courses')
  const change = useAction(changeModule, again)
  const remove = useAction(removeModule, again)
  const [renaming, rename] = useDisclosure()
  const params = { id: module.id }
  return (
    <>
      <PartMenu
        title={module.title}
        isHidden={module.status === 'hidden'}
        onRename={rename.open}
        onHide={(hidden) => void change.run({ params, body: { hidden } }, { ifMatch: module.version })}
        question={t('editor.removeModule', { title: module.title })}
        onRemove={() => remove.run({ params })}
      />
      {renaming && <ModuleDialog module={module} modules={modules} close={rename.close} />}
    </>
  )
}

export function UnitMenu({ unit, module, modules }: { unit: UnitPart; module: ModulePart; modules: readonly ModulePart[] }) {
  const { t } = useTranslation('courses')
  const change = useAction(changeUnit, again)
  const remove = useAction(removeUnit, again)
  const move = useAction(orderUnits, again)
  const [renaming, rename] = useDisclosure()
  const params = { id: unit.id }
  const others = modules.filter((one) => one.id !== module.id)
  return (
    <>
      <PartMenu
        title={unit.title}
        isHidden={unit.status === 'hidden'}
        onRename={rename.open}
        onHide={(hidden) => void change.run({ params, body: { hidden } }, { ifMatch: unit.version })}
        question={t('editor.removeUnit', { title: unit.title })}
        onRemove={() => remove.run({ params })}
      >
        {others.map((target) => (
          <Menu.Item
            key={target.id}
            leftSection={<IconArrowsMove size={16} stroke={1.6} aria-hidden />}
            onClick={() => void move.run({ params: { id: target.id }, body: { ids: [...target.units.map((one) => one.id), unit.id] } })}
          >
            {t('editor.moveTo', { title: target.title })}
          </Menu.Item>
        ))}
      </PartMenu>
      {renaming && <UnitDialog unit={unit} close={rename.close} />}
    </>
  )
}

type PartMenuProps = {
  title: string
  isHidden: boolean
  onRename: () => void
  onHide: (hidden: boolean) => void
  question: string
  onRemove: () => Promise<unknown>
  children?: ReactNode
}
export function PartMenu({ title, isHidden, onRename, onHide, question, onRemove, children }: PartMenuProps) {
  const { t } = useTranslation('courses')
  const { t: say } = useTranslation()
  const [asking, ask] = useDisclosure()
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    await onRemove()
    setBusy(false)
    ask.close()
  }
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('editor.menu', { title })}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} aria-hidden />} onClick={onRename}>
            {t('editor.rename')}
          </Menu.Item>
          <Menu.Item
            leftSection={isHidden ? <IconEye size={16} stroke={1.6} aria-hidden /> : <IconEyeOff size={16} stroke={1.6} aria-hidden />}
            onClick={() => onHide(!isHidden)}
          >
            {t(isHidden ? 'editor.show' : 'editor.hide')}
          </Menu.Item>
          {children}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.6} aria-hidden />} onClick={ask.open}>
            {t('editor.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={ask.close} title={question} centered>
        <Text>{t('editor.removeHint')}</Text>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={ask.close} data-autofocus>
            {say('form.cancel')}
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            {t('editor.remove')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
