import { Alert, Button, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconClockPause, IconPlayerPause } from '@tabler/icons-react'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { renewSession, useSession } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { type currentSession, signIn } from '../contract.ts'
import classes from './SignIn.module.css'

const route = getRouteApi('/sign-in')

export default function SignIn() {
  const { t } = useTranslation('auth')
  const { me, isPending, mustChange, tenant, suspension } = useSession()
  const { next = '/', ended } = route.useSearch()
  const router = useRouter()
  const form = useContractForm(signIn.body, { tenant: '', identifier: '', password: '' })
  const enter = useAction(signIn, { invalidates: [] })
  useEffect(() => {
    if (me) router.history.replace(next)
    else if (mustChange) void router.navigate({ to: '/new-password', search: { next }, replace: true })
    else if (isPending) void router.navigate({ to: '/second-factor', search: { next }, replace: true })
  }, [me, isPending, mustChange, next, router])
  return (
    <Alone title={tenant ? t('signIn.to', { tenant: tenant.name }) : t('pages.signIn')}>
      {suspension && (
        <Alert variant="light" color="yellow" icon={<IconPlayerPause />} title={t('signIn.suspendedTitle')}>
          {t('signIn.suspended', { reason: suspension })}
        </Alert>
      )}
      {ended && !suspension && (
        <Alert variant="light" color="blue" icon={<IconClockPause />} title={t('signIn.endedTitle')}>
          {t('signIn.ended')}
        </Alert>
      )}
      <Form form={form} action={enter} input={(body) => ({ body })} onDone={() => void renewSession()} submit={t('signIn.go')} free wide>
        {!tenant && (
          <TextInput
            label={t('signIn.tenant')}
            description={t('signIn.tenantHint')}
            autoCapitalize="none"
            autoComplete="organization"
            {...form.getInputProps('tenant')}
            withAsterisk
          />
        )}
        <TextInput label={t('signIn.identifier')} autoCapitalize="none" autoComplete="username" {...form.getInputProps('identifier')} />
        <PasswordInput label={t('signIn.password')} autoComplete="current-password" {...form.getInputProps('password')} />
      </Form>
      <Slot
        name="signIn"
        with={{ tenant: tenant ? '' : (form.values.tenant ?? ''), identifier: form.values.identifier, returnTo: next }}
        quiet
      />
      <AnchorLink to="/forgotten-password">{t('signIn.forgotten')}</AnchorLink>
      <DemoAccounts choose={(account) => form.setValues(tenant ? { ...account, tenant: '' } : account)} />
    </Alone>
  )
}

function DemoAccounts({ choose }: { choose: (account: { tenant: string; identifier: string; password: string }) => void }) {
  const { t } = useTranslation('auth')
  // The session is the answer of this very endpoint: the shell has it already.
  const { demo } = useSession() as Output<typeof currentSession>
  if (!demo?.length) return null
  return (
    <Stack gap="xs" component="section">
      <Text fw={600} size="sm">
        {t('signIn.demo')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('signIn.demoHint')}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {demo.map(({ who, ...account }) => (
          <Button
            key={account.identifier}
            variant="default"
            size="sm"
            h="auto"
            mih={36}
            py={6}
            justify="flex-start"
            className={classes.demo}
            onClick={() => choose(account)}
          >
            {who}
          </Button>
        ))}
      </SimpleGrid>
    </Stack>
  )
}
