import { Stack, Text } from '@mantine/core'
import { IconPhoneCall } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { readAdvice } from '../contract.ts'

/** Whom somebody can ask in confidence, where their organisation says so. */
export default function AdviceCard() {
  const { t } = useTranslation('structure')
  const { data } = useData(readAdvice, {}, { live: ['directory'] })
  if (!data.phone) return null
  return (
    <Card title={t('advice.title')} icon={IconPhoneCall}>
      <Stack gap="xs">
        <Text size="sm">{t('advice.hint')}</Text>
        <Text fw={600} size="lg" component="a" href={`tel:${data.phone.replaceAll(' ', '')}`}>
          {data.phone}
        </Text>
        {data.code && <Text size="sm">{t('advice.code', { code: data.code })}</Text>}
      </Stack>
    </Card>
  )
}
