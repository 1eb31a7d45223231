import { Button, Divider, Popover, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconUser } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from './links.tsx'
import { endSession, useMe } from './session.tsx'
import { type Language, languageNames, offeredLanguages, switchLanguage } from './words.ts'

/** Who is signed in, how it looks, and the way out. */
export default function AccountDropdown({ children }: { children: (toggle: () => void) => ReactElement }) {
  const { t } = useTranslation()
  const me = useMe()
  const [opened, setOpened] = useState(true)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} radius="lg" shadow="md" trapFocus withRoles={false}>
      <Popover.Target>{children(() => setOpened((open) => !open))}</Popover.Target>
      <Popover.Dropdown p="sm" role="dialog" aria-label={t('shell.myAccount')}>
        <Stack gap={4}>
          <Text px="xs" fw={600} lineClamp={2}>
            {me.name}
          </Text>
          <Text px="xs" size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {me.email}
          </Text>
          <Looks />
          {!me.lent && <Own close={() => setOpened(false)} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

/** What only somebody in a session of their own goes on to; at a kiosk and in a lent one the banner has the way out. */
function Own({ close }: { close: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <Divider my={6} />
      <ButtonLink
        to="/account"
        variant="subtle"
        color="gray"
        justify="flex-start"
        leftSection={<IconUser size={18} stroke={1.6} />}
        onClick={close}
      >
        {t('shell.myAccount')}
      </ButtonLink>
      <Button
        variant="subtle"
        color="gray"
        justify="flex-start"
        leftSection={<IconLogout size={18} stroke={1.6} />}
        onClick={() => void endSession()}
      >
        {t('shell.signOut')}
      </Button>
    </>
  )
}

/** Colour scheme and language of this browser. */
function Looks() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const languages = offeredLanguages()
  return (
    <>
      <Text px="xs" pt={8} size="sm" c="dimmed" id="salus-scheme">
        {t('shell.scheme')}
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby="salus-scheme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`shell.${value}`) }))}
      />
      {languages.length > 1 && (
        <>
          <Text px="xs" pt={8} size="sm" c="dimmed" id="salus-language">
            {t('shell.language')}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="salus-language"
            value={i18n.language}
            onChange={(value) => void switchLanguage(value as Language)}
            data={languages.map((value) => ({ value, label: <span lang={value}>{languageNames[value]}</span> }))}
          />
        </>
      )}
    </>
  )
}
