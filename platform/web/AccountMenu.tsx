import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { endSession, useMe } from './session.tsx'
import { i18n, type Language, languageNames, offeredLanguages, switchLanguage } from './words.ts'

/** Who is signed in, how it looks, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const languages = offeredLanguages()
  const leave = async () => {
    await endSession()
    await navigate({ to: '/sign-in' } as never)
  }
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={t('shell.account', { name: me.name })}>
          <Avatar name={me.name} color="initials" radius="xl" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text px="sm" pt="xs" fw={600} truncate>
          {me.name}
        </Text>
        <Text px="sm" pb="xs" size="sm" c="dimmed" truncate>
          {me.email}
        </Text>
        <Menu.Divider />
        <Menu.Label>{t('shell.scheme')}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`shell.${value}`) }))}
        />
        {languages.length > 1 && (
          <SegmentedControl
            fullWidth
            size="xs"
            mt="xs"
            value={i18n.language}
            onChange={(value) => void switchLanguage(value as Language)}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
          />
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => void leave()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
