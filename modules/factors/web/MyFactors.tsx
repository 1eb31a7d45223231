import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint, IconPencil, IconPlus, IconShieldLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { type Factor, myFactors, removeFactor, renewRecoveryCodes } from '../contract.ts'
import { AddFactor } from './AddFactor.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { RenameFactor } from './RenameFactor.tsx'
import { StepUp } from './StepUp.tsx'

/** My authenticator apps, passkeys and recovery codes. */
export default function MyFactors() {
  const { t } = useTranslation('factors')
  const { data, refetch } = useData(myFactors, {}, { live: ['factors', 'auth'] })
  const [open, setOpen] = useState<'add' | 'codes' | 'stepUp' | null>(null)
  const [codes, setCodes] = useState<string[]>([])
  const [renaming, setRenaming] = useState<Factor | null>(null)
  const remove = useAction(removeFactor, { invalidates: [myFactors], success: t('mine.removed') })
  const renew = useAction(renewRecoveryCodes, { invalidates: [myFactors] })
  const close = () => {
    setOpen(null)
    setCodes([])
    void refetch()
  }
  const makeCodes = async () => {
    const made = await renew.run()
    if (!made.ok || !made.data.recoveryCodes) return
    setCodes(made.data.recoveryCodes)
    setOpen('codes')
  }
  const { items, recoveryCodesLeft, may } = data
  return (
    <Card title={t('mine.title')} icon={IconShieldLock}>
      <Stack>
        <Text c="dimmed">{items.length === 0 ? t('mine.none') : t('mine.hint')}</Text>
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {items.map((factor) => (
            <Row key={factor.id} factor={factor}>
              <ActionIcon variant="subtle" aria-label={t('mine.rename', { name: factor.name })} onClick={() => setRenaming(factor)}>
                <IconPencil size={18} stroke={1.6} />
              </ActionIcon>
              {may.change && (
                <ConfirmButton
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('mine.removeLabel', { name: factor.name })}
                  question={t('mine.removeQuestion', { name: factor.name })}
                  hint={items.length === 1 ? t('mine.removeLast') : t('mine.removeHint')}
                  onConfirm={() => remove.run({ params: { id: factor.id } })}
                >
                  {t('mine.remove')}
                </ConfirmButton>
              )}
            </Row>
          ))}
        </Stack>
        {items.length > 0 && <Text size="sm">{t('mine.codesLeft', { count: recoveryCodesLeft })}</Text>}
        <Group gap="xs">
          {may.change ? (
            <Button variant="light" leftSection={<IconPlus size={18} stroke={1.6} />} onClick={() => setOpen('add')}>
              {t('mine.add')}
            </Button>
          ) : (
            <Button variant="light" onClick={() => setOpen('stepUp')}>
              {t('mine.stepUp')}
            </Button>
          )}
          {may.change && items.length > 0 && (
            <ConfirmButton
              color="brand"
              variant="subtle"
              question={t('mine.renewQuestion')}
              hint={t('mine.renewHint')}
              onConfirm={makeCodes}
            >
              {t('mine.renew')}
            </ConfirmButton>
          )}
        </Group>
      </Stack>
      <Modal opened={open === 'add'} onClose={close} title={t('mine.add')} closeOnClickOutside={false} centered>
        <AddFactor onDone={close} />
      </Modal>
      <Modal opened={open === 'codes'} onClose={close} title={t('codes.list')} closeOnClickOutside={false} centered>
        <RecoveryCodes codes={codes} onDone={close} />
      </Modal>
      <StepUp opened={open === 'stepUp'} onClose={close} />
      {renaming && <RenameFactor factor={renaming} onClose={() => setRenaming(null)} />}
    </Card>
  )
}

function Row({ factor, children }: { factor: Factor; children: React.ReactNode }) {
  const { t } = useTranslation('factors')
  const Icon = factor.kind === 'totp' ? IconDeviceMobile : IconFingerprint
  return (
    <Group component="li" justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Icon size={24} stroke={1.4} className="salus-tint" style={{ flex: 'none' }} aria-hidden />
        <div>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {factor.name}
          </Text>
          <Text size="sm" c="dimmed">
            {t(`kinds.${factor.kind}`)}
            {factor.isSynced && ` · ${t('mine.synced')}`}
            {' · '}
            {factor.lastUsedAt ? t('mine.used') : t('mine.added')} <DateTime at={factor.lastUsedAt ?? factor.createdAt} />
          </Text>
        </div>
      </Group>
      <Group gap={4} wrap="nowrap">
        {children}
      </Group>
    </Group>
  )
}
