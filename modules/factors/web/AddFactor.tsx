import { Stack, Text, UnstyledButton } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AddPasskey } from './AddPasskey.tsx'
import { AddTotp } from './AddTotp.tsx'
import classes from './factors.module.css'
import { RecoveryCodes } from './RecoveryCodes.tsx'

const ways = { passkey: { Icon: IconFingerprint, Add: AddPasskey }, totp: { Icon: IconDeviceMobile, Add: AddTotp } } as const
type Way = keyof typeof ways

/** Which kind of factor, then adding it, then the recovery codes where they are new. */
export function AddFactor({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('factors')
  const [way, setWay] = useState<Way | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (way) {
    const { Add } = ways[way]
    return <Add onDone={(made) => (made ? setCodes(made) : onDone())} onCancel={() => setWay(null)} />
  }
  return (
    <Stack gap="sm">
      {(Object.keys(ways) as Way[]).map((one) => {
        const { Icon } = ways[one]
        return (
          <UnstyledButton key={one} className={classes.way} onClick={() => setWay(one)}>
            <Icon size={28} stroke={1.4} className="salus-tint" aria-hidden />
            <span>
              <Text fw={600}>{t(`kinds.${one}`)}</Text>
              <Text size="sm" c="dimmed">
                {t(`hints.${one}`)}
              </Text>
            </span>
          </UnstyledButton>
        )
      })}
    </Stack>
  )
}
