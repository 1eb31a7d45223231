import { Stack, Text } from '@mantine/core'
import { IconFingerprintScan } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { myWays } from '../contract.ts'
import { Identities } from './Identities.tsx'

/** How I sign in; nothing where there is only the password. */
export default function MyWays() {
  const { t } = useTranslation('sso')
  const { data } = useData(myWays, {}, { live: ['tenancy', 'directory'] })
  if (data.identities.length === 0 && data.mayUsePassword) return null
  return (
    <Card title={t('mine.title')} icon={IconFingerprintScan}>
      <Stack>
        <Text c="dimmed">{data.mayUsePassword ? t('mine.both') : t('mine.only')}</Text>
        <Identities of={data.identities} />
      </Stack>
    </Card>
  )
}
