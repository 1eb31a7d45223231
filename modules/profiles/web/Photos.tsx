import { Avatar, Button, FileButton, Group, Paper, Stack, Text } from '@mantine/core'
import { IconPhoto, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { useUpload } from '#platform/web/useUpload.ts'
import { myProfile, type OwnProfile, removePhoto, showPhoto, uploadPhoto } from '../contract.ts'
import classes from './photos.module.css'

type Kind = 'avatar' | 'cover'
/** Where somebody's picture is; another `version` is fetched anew. */
export const photoOf = (id: string, kind: Kind, version: number | string = '') =>
  `${href(showPhoto, { params: { id, kind } })}?v=${version}`

/** The portrait and the picture behind it. */
export function Photos({ profile }: { profile: OwnProfile }) {
  const { t } = useTranslation('profiles')
  const { userId, name, photos, version, preferredName, pronouns } = profile
  return (
    <Paper withBorder component="section" aria-label={t('photos.title')} className={classes.head}>
      {photos.cover && <img className={classes.cover} src={photoOf(userId, 'cover', version)} alt="" />}
      <Group p="lg" gap="lg" align="center">
        <Avatar size={96} radius="50%" src={photos.avatar ? photoOf(userId, 'avatar', version) : null} alt={t('photos.of', { name })}>
          <IconUser size={48} stroke={1.2} />
        </Avatar>
        <Stack gap={4} flex="1 1 14rem" miw={0}>
          <Text fw={700} size="lg" style={{ overflowWrap: 'anywhere' }}>
            {preferredName ?? name}
          </Text>
          <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[preferredName && preferredName !== name ? name : null, pronouns].filter(Boolean).join(' · ')}
          </Text>
        </Stack>
        <Stack gap="xs">
          <Choose kind="avatar" has={photos.avatar} />
          <Choose kind="cover" has={photos.cover} />
        </Stack>
      </Group>
    </Paper>
  )
}

function Choose({ kind, has }: { kind: Kind; has: boolean }) {
  const { t } = useTranslation('profiles')
  const { send, running } = useUpload(uploadPhoto, { invalidates: [myProfile], success: t('photos.saved') })
  const remove = useAction(removePhoto, { invalidates: [myProfile], success: t('photos.removed') })
  return (
    <Group gap="xs">
      <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => file && void send({ params: { kind }, file })}>
        {(props) => (
          <Button variant="default" size="sm" loading={running} leftSection={<IconPhoto size={16} stroke={1.6} />} {...props}>
            {t(`photos.${kind}`)}
          </Button>
        )}
      </FileButton>
      {has && (
        <ConfirmButton
          size="sm"
          variant="subtle"
          question={t('photos.removeQuestion')}
          aria-label={t(`photos.remove_${kind}`)}
          onConfirm={() => remove.run({ params: { kind } })}
        >
          {t('photos.remove')}
        </ConfirmButton>
      )}
    </Group>
  )
}
