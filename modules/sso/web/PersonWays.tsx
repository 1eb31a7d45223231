import { Button, Modal, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFingerprintScan } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { linkPerson, setProvider, unlinkPerson, waysOfPerson } from '../contract.ts'
import { Identities } from './Identities.tsx'

/** How a person signs in, for whoever sets up single sign-on; nothing where the organisation has no provider. */
export default function PersonWays({ userId }: { userId: string }) {
  const { t } = useTranslation('sso')
  const params = { id: userId }
  const { data } = useData(waysOfPerson, { params }, { live: ['directory', 'tenancy'] })
  const [opened, { open, close }] = useDisclosure()
  const set = useAction(setProvider, { invalidates: [waysOfPerson] })
  const unlink = useAction(unlinkPerson, { invalidates: [waysOfPerson], success: t('person.unlinked') })
  if (data.connections.length === 0 && data.identities.length === 0) return null
  const isLocal = data.provider === 'local'
  return (
    <Card title={t('person.title')} icon={IconFingerprintScan}>
      <Stack align="stretch">
        <Switch
          label={t('person.password')}
          description={data.mayUsePassword === isLocal ? undefined : isLocal ? t('person.noneMay') : t('person.always')}
          checked={isLocal}
          disabled={set.running}
          onChange={(event) => void set.run({ params, body: { provider: event.currentTarget.checked ? 'local' : 'oidc' } })}
        />
        {data.identities.length === 0 && <Text c="dimmed">{t('person.none')}</Text>}
        <Identities
          of={data.identities}
          action={({ id, name }) => (
            <ConfirmButton
              variant="subtle"
              size="compact-sm"
              question={t('person.unlinkQuestion', { name })}
              hint={t('person.unlinkHint')}
              onConfirm={() => unlink.run({ params: { ...params, identityId: id } })}
            >
              {t('person.unlink')}
            </ConfirmButton>
          )}
        />
        {data.connections.length > 0 && (
          <Button variant="default" size="compact-md" style={{ alignSelf: 'flex-start' }} onClick={open}>
            {t('person.link')}
          </Button>
        )}
      </Stack>
      <Modal opened={opened} onClose={close} title={t('person.link')} centered>
        <Link userId={userId} connections={data.connections} done={close} />
      </Modal>
    </Card>
  )
}

function Link({ userId, connections, done }: { userId: string; connections: { id: string; name: string }[]; done: () => void }) {
  const { t } = useTranslation('sso')
  const form = useContractForm(linkPerson.body, { connectionId: connections[0]?.id ?? '', subject: '' })
  const link = useAction(linkPerson, { invalidates: [waysOfPerson], success: t('person.linked') })
  return (
    <Form
      form={form}
      action={link}
      input={(body) => ({ params: { id: userId }, body })}
      onDone={done}
      onCancel={done}
      submit={t('person.link')}
      free
    >
      <Select
        label={t('person.provider')}
        data={connections.map(({ id, name }) => ({ value: id, label: name }))}
        allowDeselect={false}
        {...form.getInputProps('connectionId')}
      />
      <TextInput label={t('person.subject')} description={t('person.subjectHint')} data-autofocus {...form.getInputProps('subject')} />
    </Form>
  )
}
