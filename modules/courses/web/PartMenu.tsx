import { ActionIcon, Button, Group, Menu, Modal, MultiSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowsMove, IconDots, IconEye, IconEyeOff, IconPencil, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { changeModule, changeUnit, getRevision, orderUnits, removeModule, removeUnit, requireModules } from '../contract.ts'
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

function Dialog({
  title,
  busy,
  close,
  save,
  children,
}: {
  title: string
  busy: boolean
  close: () => void
  save: () => Promise<void>
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={close} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="md">
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('form.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function ModuleDialog({ module, modules, close }: { module: ModulePart; modules: readonly ModulePart[]; close: () => void }) {
  const { t } = useTranslation('courses')
  const [title, setTitle] = useState(module.title)
  const [description, setDescription] = useState(module.description)
  const [before, setBefore] = useState(module.requires.map((one) => one.moduleId))
  const change = useAction(changeModule, again)
  const gate = useAction(requireModules, again)
  const save = async () => {
    const params = { id: module.id }
    const saved = await change.run({ params, body: { title, description } }, { ifMatch: module.version })
    const known = new Map(module.requires.map((one) => [one.moduleId, one.requirement]))
    const requires = before.map((moduleId) => ({ moduleId, requirement: known.get(moduleId) ?? ('passed' as const) }))
    if (saved.ok && (await gate.run({ params, body: { requires } })).ok) close()
  }
  return (
    <Dialog title={t('editor.rename')} busy={change.running || gate.running} close={close} save={save}>
      <TextInput
        label={t('editor.name')}
        value={title}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        maxLength={200}
        required
        data-autofocus
      />
      <Textarea
        label={t('form.description')}
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        autosize
        minRows={2}
        maxLength={10_000}
      />
      {modules.length > 1 && (
        <MultiSelect
          label={t('editor.requires')}
          description={t('editor.requiresHint')}
          data={modules.filter((one) => one.id !== module.id).map((one) => ({ value: one.id, label: one.title }))}
          value={before}
          onChange={setBefore}
        />
      )}
    </Dialog>
  )
}

function UnitDialog({ unit, close }: { unit: UnitPart; close: () => void }) {
  const { t } = useTranslation('courses')
  const [title, setTitle] = useState(unit.title)
  const [minutes, setMinutes] = useState<string | number>(unit.durationMins ?? '')
  const change = useAction(changeUnit, again)
  const save = async () => {
    const durationMins = minutes === '' ? null : Number(minutes)
    if ((await change.run({ params: { id: unit.id }, body: { title, durationMins } }, { ifMatch: unit.version })).ok) close()
  }
  return (
    <Dialog title={t('editor.rename')} busy={change.running} close={close} save={save}>
      <TextInput
        label={t('editor.name')}
        value={title}
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        maxLength={200}
        required
        data-autofocus
      />
      <NumberInput label={t('editor.minutes')} value={minutes} onChange={setMinutes} min={0} max={10_000} allowDecimal={false} />
    </Dialog>
  )
}
