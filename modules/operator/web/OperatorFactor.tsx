import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Endpoint, Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { type Action, useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { KeyByHand, Qr } from '#platform/web/Qr.tsx'
import { addOperatorFactor, confirmOperatorFactor, operatorSession, removeOperatorFactor } from '../contract.ts'

type Begun = Output<typeof addOperatorFactor>

/** The operator's own second factor: added with an app, removed with a code of it. */
export function OperatorFactor({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation('operator')
  const [begun, setBegun] = useState<Begun | null>(null)
  const [removing, setRemoving] = useState(false)
  const invalidates = [operatorSession]
  const add = useAction(addOperatorFactor, { invalidates: [] })
  const confirm = useAction(confirmOperatorFactor, { invalidates, success: t('factor.confirmed') })
  const remove = useAction(removeOperatorFactor, { invalidates, success: t('factor.removed') })
  const stop = () => {
    setBegun(null)
    setRemoving(false)
  }
  const begin = async () => {
    const answer = await add.run()
    if (answer.ok) setBegun(answer.data)
  }
  return (
    <Card title={t('factor.title')} icon={IconShieldLock}>
      <Stack maw={560}>
        <Text c="dimmed">{t(isOn ? 'factor.on' : 'factor.off')}</Text>
        {begun && <Shown begun={begun} />}
        {begun && <WithCode action={confirm} submit={t('factor.confirm')} onDone={stop} />}
        {removing && <WithCode action={remove} submit={t('factor.remove')} onDone={stop} danger />}
        {!begun && !removing && (
          <Group>
            <Button variant={isOn ? 'default' : 'light'} loading={add.running} onClick={() => (isOn ? setRemoving(true) : void begin())}>
              {t(isOn ? 'factor.remove' : 'factor.add')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}

function Shown({ begun: { secret, qr } }: { begun: Begun }) {
  const { t } = useTranslation('operator')
  return (
    <>
      <Text>{t('factor.scan')}</Text>
      <Group>
        <Qr of={qr} label={t('factor.qr')} />
      </Group>
      <KeyByHand secret={secret} words={t('factor.byHand')} />
    </>
  )
}

type WithCodeProps<E extends Endpoint> = { action: Action<E>; submit: string; onDone: () => void; danger?: boolean }
function WithCode<E extends typeof confirmOperatorFactor | typeof removeOperatorFactor>({
  action,
  submit,
  onDone,
  danger,
}: WithCodeProps<E>) {
  const { t } = useTranslation('operator')
  const form = useContractForm(confirmOperatorFactor.body, { code: '' })
  const more = { onDone, onCancel: onDone, ...(danger ? { danger } : {}) }
  return (
    <Form form={form} action={action} input={(body) => ({ body }) as never} submit={submit} free {...more}>
      <TextInput label={t('factor.code')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} {...form.getInputProps('code')} />
    </Form>
  )
}
