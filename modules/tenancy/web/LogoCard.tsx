import { Button, FileButton, Group, Image, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPhoto } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { ApiError, upload } from '#platform/web/api.ts'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { refresh, useAction } from '#platform/web/data.ts'
import { ProblemAlert } from '#platform/web/states.tsx'
import { removeLogo, uploadLogo } from '../contract.ts'

/** The tenant's logo: chosen, replaced, removed. */
export function LogoCard({ logoUrl }: { logoUrl: string | null }) {
  const { t } = useTranslation('tenancy')
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const remove = useAction(removeLogo, { success: t('logo.removed') })
  const send = async (file: File | null) => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    try {
      await upload(uploadLogo, { file })
      await refresh(client)
      notifications.show({ message: t('logo.saved'), color: 'teal' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error.problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={t('logo.title')}>
      <Stack gap="md">
        <Text c="dimmed">{t('logo.hint')}</Text>
        <ProblemAlert of={problem} />
        {logoUrl ? <Image src={logoUrl} alt={t('logo.current')} h={64} w="auto" maw="100%" fit="contain" /> : <Text>{t('logo.none')}</Text>}
        <Group gap="xs">
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void send(file)}>
            {(props) => (
              <Button variant="default" loading={busy} leftSection={<IconPhoto size={18} stroke={1.6} />} {...props}>
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
