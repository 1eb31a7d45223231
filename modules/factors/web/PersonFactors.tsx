import { Stack, Text } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { factorsOfPerson, resetFactors } from '../contract.ts'

/** Whether a person has second factors, and a way to take them away when they were lost. */
export default function PersonFactors({ userId }: { userId: string }) {
  const { t } = useTranslation('factors')
  const { data } = useData(factorsOfPerson, { params: { id: userId } }, { live: ['factors'] })
  const reset = useAction(resetFactors, { invalidates: [factorsOfPerson], success: t('person.done') })
  return (
    <Card title={t('person.title')} icon={IconShieldLock}>
      <Stack align="flex-start">
        <Text>{data.kinds.length === 0 ? t('person.none') : data.kinds.map((kind) => t(`kinds.${kind}`)).join(', ')}</Text>
        {data.may.reset && (
          <ConfirmButton
            size="compact-md"
            question={t('person.question')}
            hint={t('person.hint')}
            onConfirm={() => reset.run({ params: { id: userId } })}
          >
            {t('person.reset')}
          </ConfirmButton>
        )}
      </Stack>
    </Card>
  )
}
