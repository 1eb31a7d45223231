import { Button, FileButton, Group, Image, Stack, Text } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { ProblemAlert } from '#platform/web/states.tsx'
import { useUpload } from '#platform/web/useUpload.ts'
import { removeLogo, uploadLogo } from '../contract.ts'

/** The tenant's logo: chosen, replaced, removed. */
export function LogoCard({ logoUrl }: { logoUrl: string | null }) {
  const { t } = useTranslation('tenancy')
  const { send, running, problem } = useUpload(uploadLogo, { success: t('logo.saved'), quiet: true })
  const remove = useAction(removeLogo, { success: t('logo.removed') })
  return (
    <Card title={t('logo.title')}>
      <Stack gap="md">
        <Text c="dimmed">{t('logo.hint')}</Text>
        <ProblemAlert of={problem} />
        {logoUrl ? (
          <Image src={logoUrl} alt={t('logo.current')} h={64} w="auto" maw="100%" fit="contain" style={{ alignSelf: 'flex-start' }} />
        ) : (
          <Text>{t('logo.none')}</Text>
        )}
        <Group gap="xs">
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => file && void send({ file })}>
            {(props) => (
              <Button variant="default" loading={running} leftSection={<IconPhoto size={18} stroke={1.6} />} {...props}>
                {t('logo.choose')}
              </Button>
            )}
          </FileButton>
          {logoUrl && (
            <ConfirmButton question={t('logo.removeQuestion')} onConfirm={() => remove.run()}>
              {t('logo.remove')}
            </ConfirmButton>
          )}
        </Group>
      </Stack>
    </Card>
  )
}
