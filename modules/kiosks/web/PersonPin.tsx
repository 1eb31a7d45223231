import { Stack, Text } from '@mantine/core'
import { IconDeviceTablet } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { issueStartCode, pinOfPerson } from '../contract.ts'
import { ShownCode } from './ShownCode.tsx'

/** Whether a person comes in at kiosks, and a start code for them. */
export default function PersonPin({ userId }: { userId: string }) {
  const { t } = useTranslation('kiosks')
  const { data } = useData(pinOfPerson, { params: { id: userId } })
  const [code, setCode] = useState<string | null>(null)
  const issue = useAction(issueStartCode, { invalidates: [pinOfPerson] })
  if (!data.may.issue) return null
  const give = async () => {
    const made = await issue.run({ params: { id: userId } })
    if (made.ok) setCode(made.data.code)
  }
  return (
    <Card title={t('person.title')} icon={IconDeviceTablet}>
      <Stack align="flex-start">
        <Text>
          {data.codeUntil ? (
            <>
              {t('person.waiting')} <DateTime at={data.codeUntil} />
            </>
          ) : data.setAt ? (
            t('person.set')
          ) : (
            t('person.none')
          )}
        </Text>
        <ConfirmButton
          size="compact-md"
          color="brand"
          variant="light"
          question={t('person.question')}
          hint={t('person.hint')}
          onConfirm={give}
        >
          {t('person.issue')}
        </ConfirmButton>
      </Stack>
      {code && (
        <ShownCode title={t('person.shownTitle')} label={t('person.shownTitle')} of={code} onClose={() => setCode(null)}>
          {t('person.shownHint')}
        </ShownCode>
      )}
    </Card>
  )
}
