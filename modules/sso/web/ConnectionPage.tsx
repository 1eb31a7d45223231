import { MultiSelect, PasswordInput, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Connection, changeConnection, listConnections } from '../contract.ts'
import { ClaimFields } from './ClaimFields.tsx'
import { type Draft, draftOf, sentOf } from './draft.ts'
import { Mappings } from './Mappings.tsx'
import { RedirectUris } from './RedirectUris.tsx'

const route = getRouteApi('/single-sign-on/$id')

/** Everything that a provider decides here. */
export default function ConnectionPage() {
  const { t } = useTranslation('sso')
  const { id } = route.useParams()
  const { data } = useData(listConnections, {}, { live: ['tenancy'] })
  const connection = data.items.find((one) => one.id === id)
  const crumbs = [{ label: t('pages.connections'), to: '/single-sign-on' as const }]
  if (!connection)
    return (
      <Page crumbs={crumbs}>
        <EmptyState title={t('form.gone')} />
      </Page>
    )
  return (
    <Page title={connection.name} subtitle={connection.issuer} crumbs={crumbs}>
      <Edit key={connection.version} connection={connection} provenDomains={data.provenDomains} redirectUris={data.redirectUris} />
    </Page>
  )
}

type EditProps = { connection: Connection; provenDomains: string[]; redirectUris: string[] }
function Edit({ connection, provenDomains, redirectUris }: EditProps) {
  const { t } = useTranslation('sso')
  const form = useContractForm(changeConnection.body, draftOf(connection))
  const change = useAction(changeConnection, { invalidates: [listConnections], success: t('form.saved') })
  const input = (values: Draft) => ({ params: { id: connection.id }, body: sentOf(values) })
  const toggle = (name: 'isActive' | 'mayCreate' | 'mayLink') => (
    <Switch label={t(`form.${name}`)} description={t(`form.${name}Hint`)} {...form.getInputProps(name, { type: 'checkbox' })} />
  )
  const domains = [...new Set([...provenDomains, ...connection.domains])]
  return (
    <Form form={form} action={change} input={input} ifMatch={connection.version}>
      <Card title={t('form.provider')}>
        <Stack>
          <TextInput label={t('form.name')} description={t('form.nameHint')} {...form.getInputProps('name')} />
          <TextInput label={t('form.clientId')} {...form.getInputProps('clientId')} />
          <PasswordInput
            label={t('form.newSecret')}
            description={t('form.newSecretHint')}
            autoComplete="off"
            {...form.getInputProps('clientSecret')}
          />
          <TagsInput label={t('form.scopes')} description={t('form.scopesHint')} {...form.getInputProps('scopes')} />
          <RedirectUris of={redirectUris} />
        </Stack>
      </Card>
      <Card title={t('form.who')}>
        <Stack>
          {toggle('isActive')}
          <MultiSelect
            label={t('form.domains')}
            description={domains.length > 0 ? t('form.domainsHint') : t('form.noDomains')}
            data={domains}
            disabled={domains.length === 0}
            {...form.getInputProps('domains')}
          />
          {toggle('mayCreate')}
          {toggle('mayLink')}
          <TagsInput label={t('form.factors')} description={t('form.factorsHint')} {...form.getInputProps('secondFactors')} />
        </Stack>
      </Card>
      <Card title={t('claims.title')}>
        <Text c="dimmed" mb="md">
          {t('claims.hint')}
        </Text>
        <ClaimFields form={form} />
      </Card>
      <Card title={t('mappings.title')}>
        <Text c="dimmed" mb="md">
          {t('mappings.hint')} {connection.mappedBy && t('mappings.by', { name: connection.mappedBy })}
        </Text>
        <Mappings form={form} />
      </Card>
    </Form>
  )
}
