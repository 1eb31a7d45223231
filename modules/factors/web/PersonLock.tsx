import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { lockOfPerson, lockPerson, unlockPerson } from '../contract.ts'

/** Whether a person is kept out of their account, and a way to keep them out or let them in. */
export default function PersonLock({ userId }: { userId: string }) {
  const { t } = useTranslation('factors')
  const dates = useDates()
  const [opened, { open, close }] = useDisclosure()
  const { data } = useData(lockOfPerson, { params: { id: userId } }, { live: ['auth', 'factors'] })
  const unlock = useAction(unlockPerson, { invalidates: [lockOfPerson], success: t('lock.unlocked') })
  const { lock, may } = data
  const words = () => {
    if (!lock) return t('lock.open')
    if (lock.until) return t('lock.guessed', { until: dates.instant(lock.until, { look: 'time' }) })
    const at = dates.instant(lock.at)
    return lock.by ? t('lock.by', { by: lock.by, at }) : t('lock.bySomebody', { at })
  }
  return (
    <Card title={t('lock.title')} icon={IconLock}>
      <Stack align="flex-start">
        <Text>{words()}</Text>
        {lock?.reason && (
          <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {lock.reason}
          </Text>
        )}
        {may.unlock && (
          <ConfirmButton
            size="compact-md"
            color="brand"
            question={t('lock.unlockQuestion')}
            hint={t('lock.unlockHint')}
            onConfirm={() => unlock.run({ params: { id: userId } })}
          >
            {t('lock.unlock')}
          </ConfirmButton>
        )}
        {may.lock && (
          <Button size="compact-md" variant="default" c="var(--mantine-color-red-light-color)" onClick={open}>
            {t('lock.lock')}
          </Button>
        )}
      </Stack>
      <Modal opened={opened} onClose={close} title={t('lock.lock')} centered>
        <LockForm userId={userId} onDone={close} />
      </Modal>
    </Card>
  )
}

function LockForm({ userId, onDone }: { userId: string; onDone: () => void }) {
  const { t } = useTranslation('factors')
  const form = useContractForm(lockPerson.body, { reason: '' })
  const lock = useAction(lockPerson, { invalidates: [lockOfPerson], success: t('lock.locked') })
  return (
    <Form
      form={form}
      action={lock}
      input={(body) => ({ params: { id: userId }, body })}
      submit={t('lock.lock')}
      danger
      onDone={onDone}
      onCancel={onDone}
      free
    >
      <Text>{t('lock.hint')}</Text>
      <Textarea
        label={t('lock.reason')}
        description={t('lock.reasonHint')}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </Form>
  )
}
