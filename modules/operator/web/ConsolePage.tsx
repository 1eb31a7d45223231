import { Box, Button, Container, Group, PasswordInput, Stack, Tabs, TextInput } from '@mantine/core'
import { IconBuilding, IconHistory, IconLogout, IconReceipt, IconSettings } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Mark } from '#platform/web/Logo.tsx'
import { Page } from '#platform/web/Page.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { operatorSession, signInOperator, signOutOperator } from '../contract.ts'
import { InstallationCard } from './InstallationCard.tsx'
import { OperatorFactor } from './OperatorFactor.tsx'
import { Tenants } from './Tenants.tsx'
import { TrailCard } from './TrailCard.tsx'

const tabs = [
  { value: 'tenants', Mark: IconBuilding },
  { value: 'billing', Mark: IconReceipt },
  { value: 'installation', Mark: IconSettings },
  { value: 'trail', Mark: IconHistory },
] as const

/** The console of whoever runs the installation: apart from every tenant, so without their shell. */
export default function ConsolePage() {
  const { data } = useData(operatorSession, {})
  return (
    <Box component="main" mih="100dvh" bg="var(--salus-ground)">
      <Container size="lg" py="xl">
        {data.signedIn ? <Inside hasFactor={data.hasFactor} /> : <Door />}
      </Container>
    </Box>
  )
}

function Door() {
  const { t } = useTranslation('operator')
  const form = useContractForm(signInOperator.body, { key: '', code: '' })
  // The code is asked for once the key was right: a stranger does not learn that there is one.
  const enter = useAction(signInOperator, { invalidates: [operatorSession] })
  return (
    <Page subtitle={t('console.keyHint')}>
      <Stack maw={480}>
        <Card title={t('console.key')}>
          <Form form={form} action={enter} input={(body) => ({ body })} submit={t('console.enter')} free wide>
            <PasswordInput label={t('console.key')} autoComplete="off" {...form.getInputProps('key')} />
            {(enter.problem?.code === 'operator.code_needed' || form.values.code) && (
              <TextInput
                label={t('factor.code')}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                autoFocus
                {...form.getInputProps('code')}
              />
            )}
          </Form>
        </Card>
      </Stack>
    </Page>
  )
}

function Inside({ hasFactor }: { hasFactor: boolean }) {
  const { t } = useTranslation('operator')
  const leave = useAction(signOutOperator, { invalidates: [operatorSession] })
  return (
    <Page
      subtitle={t('console.hint')}
      actions={
        <Group gap="xs">
          <Mark size={28} />
          <Button
            variant="default"
            leftSection={<IconLogout size={18} stroke={1.6} />}
            onClick={() => void leave.run()}
            loading={leave.running}
          >
            {t('console.signOut')}
          </Button>
        </Group>
      }
    >
      <Tabs defaultValue="tenants" keepMounted={false}>
        <Tabs.List mb="lg">
          {tabs.map(({ value, Mark }) => (
            <Tabs.Tab key={value} value={value} leftSection={<Mark size={18} stroke={1.6} aria-hidden />}>
              {t(`console.tab.${value}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="tenants">
          <Stack>
            <Tenants />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="billing">
          <Stack gap="lg">
            <Slot name="operatorConsole" with={{}} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="installation">
          <Stack gap="lg">
            <InstallationCard />
            <OperatorFactor isOn={hasFactor} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="trail">
          <TrailCard />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
