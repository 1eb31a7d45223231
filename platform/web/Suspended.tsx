import { Anchor, Stack, Text } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from './links.tsx'
import { useNavigation } from './Navigation.tsx'
import { Page } from './Page.tsx'
import { useSession } from './session.tsx'
import { EmptyState } from './states.tsx'

/** In place of a page, for an administrator of a suspended tenant: why, and where they can still go. */
export default function Suspended() {
  const { t } = useTranslation()
  const { suspension, theme } = useSession()
  const open = useNavigation()
  const ways = (
    <Stack gap="xs">
      {open.map(({ path, name }) => (
        <ButtonLink key={path} to={path as '/'} variant="default">
          {name}
        </ButtonLink>
      ))}
    </Stack>
  )
  return (
    <Page title={t('state.suspended')}>
      <EmptyState icon={IconPlayerPause} title={suspension ?? t('state.suspended')} hint={t('state.suspendedHint')} action={ways} />
      {theme.supportEmail && (
        <Text ta="center" c="dimmed">
          {t('alone.support')} <Anchor href={`mailto:${theme.supportEmail}`}>{theme.supportEmail}</Anchor>
        </Text>
      )}
    </Page>
  )
}
