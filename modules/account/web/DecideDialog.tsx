import { List, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAction, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Loading } from '#platform/web/states.tsx'
import { acceptDeletion, declineDeletion, listDeletionRequests, type PersonsRequest, whatIsKept } from '../contract.ts'

type DecideProps = { request: PersonsRequest; verb: 'accept' | 'decline'; close: () => void }

/** The decision with its words; before a yes, what stays all the same. */
export function DecideDialog({ request, verb, close }: DecideProps) {
  const { t } = useTranslation('account')
  const title = t(`decide.${verb}Title`, { name: request.person.name })
  return (
    <Modal opened onClose={close} title={title}>
      {verb === 'accept' ? <Accept request={request} close={close} /> : <Decline request={request} close={close} />}
    </Modal>
  )
}

function Accept({ request: { id }, close }: Omit<DecideProps, 'verb'>) {
  const { t } = useTranslation('account')
  const { data } = useLookup(whatIsKept, { params: { id } })
  const form = useContractForm(acceptDeletion.body, { answer: null })
  const accept = useAction(acceptDeletion, { invalidates: [listDeletionRequests], success: t('decide.accepted') })
  return (
    <Form
      form={form}
      action={accept}
      input={(body) => ({ params: { id }, body })}
      onDone={close}
      onCancel={close}
      submit={t('requests.accept')}
      danger
      free
    >
      <Text>{t('decide.acceptHint')}</Text>
      {data ? (
        <Stack gap={4}>
          <Text fw={600}>{t('decide.kept')}</Text>
          <List size="sm" spacing={4}>
            {data.items.map(({ what, why, count }) => (
              <List.Item key={what}>
                <b>{t('decide.counted', { what, count })}</b> {why}
              </List.Item>
            ))}
          </List>
        </Stack>
      ) : (
        <Loading rows={2} />
      )}
      <Textarea label={t('decide.words')} description={t('decide.wordsHint')} autosize minRows={2} {...form.getInputProps('answer')} />
    </Form>
  )
}

function Decline({ request: { id }, close }: Omit<DecideProps, 'verb'>) {
  const { t } = useTranslation('account')
  const form = useContractForm(declineDeletion.body, { answer: '' })
  const decline = useAction(declineDeletion, { invalidates: [listDeletionRequests], success: t('decide.declined') })
  return (
    <Form
      form={form}
      action={decline}
      input={(body) => ({ params: { id }, body })}
      onDone={close}
      onCancel={close}
      submit={t('requests.decline')}
      free
    >
      <Textarea label={t('decide.reason')} description={t('decide.reasonHint')} autosize minRows={2} {...form.getInputProps('answer')} />
    </Form>
  )
}
