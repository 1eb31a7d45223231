import { Button, Modal, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { type Appointment, cancelAppointment, completeAppointment, confirmAppointment, markNoShow, startAppointment } from '../contract.ts'

/** What this person may do now; the server says. */
export function Actions({ of, own }: { of: Appointment; own: boolean }) {
  const { t } = useTranslation('appointments')
  const { may } = of
  return (
    <>
      {may.confirm && <Step of={of} endpoint={confirmAppointment} verb="confirm" />}
      {may.start && <Step of={of} endpoint={startAppointment} verb="start" />}
      {may.complete && <Step of={of} endpoint={completeAppointment} verb="complete" />}
      {may.move && (
        <ButtonLink variant="default" to="/appointments/$id/move" params={{ id: of.id }}>
          {t('act.move')}
        </ButtonLink>
      )}
      {may.markNoShow && <NoShow of={of} />}
      {may.cancel && <Cancel of={of} own={own} />}
    </>
  )
}

type StepProps = { of: Appointment; endpoint: typeof confirmAppointment; verb: 'confirm' | 'start' | 'complete' }
function Step({ of, endpoint, verb }: StepProps) {
  const { t } = useTranslation('appointments')
  const action = useAction(endpoint, { success: t(`act.${verb}Done`) })
  return (
    <Button loading={action.running} onClick={() => void action.run({ params: { id: of.id } }, { ifMatch: of.version })}>
      {t(`act.${verb}`)}
    </Button>
  )
}

function NoShow({ of }: { of: Appointment }) {
  const { t } = useTranslation('appointments')
  const action = useAction(markNoShow, { success: t('act.noShowDone') })
  return (
    <ConfirmButton
      color="gray"
      question={t('act.noShowQuestion', { name: of.employee.name })}
      hint={t('act.noShowHint')}
      onConfirm={() => action.run({ params: { id: of.id } }, { ifMatch: of.version })}
    >
      {t('act.noShow')}
    </ConfirmButton>
  )
}

function Cancel({ of, own }: { of: Appointment; own: boolean }) {
  const { t } = useTranslation('appointments')
  const [opened, { open, close }] = useDisclosure()
  const form = useContractForm(cancelAppointment.body, { reason: '' })
  const action = useAction(cancelAppointment, { success: t('act.cancelDone') })
  return (
    <>
      <Button variant="default" c="var(--mantine-color-red-light-color)" onClick={open}>
        {t('act.cancel')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('act.cancelQuestion')} centered>
        <Form
          form={form}
          action={action}
          input={(body) => ({ params: { id: of.id }, body })}
          ifMatch={of.version}
          onDone={close}
          submit={t('act.cancel')}
          danger
          onCancel={close}
          cancel={t('act.keep')}
          free
        >
          <Text>{t(own ? 'act.cancelHint' : 'act.cancelHintOther', { name: of.employee.name })}</Text>
          <Textarea
            data-autofocus
            label={t('act.cancelReason')}
            description={t('act.cancelReasonHint')}
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
            error={form.errors.reason && t('act.cancelReasonMissing')}
          />
        </Form>
      </Modal>
    </>
  )
}
