import { Button, Text, Title } from '@mantine/core'
import { IconDeviceTablet } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Brand } from '#platform/web/Logo.tsx'
import classes from './Kiosk.module.css'
import { Typing } from './Typing.tsx'

type Props = { kiosk: { name: string; branch: string | null; organization: string } }

/** The start screen: who is welcome here at one side, the number and the keys at the other. */
export function Start({ kiosk }: Props) {
  const { t } = useTranslation('kiosks')
  const [isFirst, setIsFirst] = useState(false)
  return (
    <div className={classes.both}>
      <aside className={classes.about}>
        <Brand />
        <div>
          <Title order={1} className={classes.welcome}>
            {t('start.welcome')}
          </Title>
          <Text size="lg" maw="36ch">
            {t('start.what')}
          </Text>
        </div>
        <div className={classes.first}>
          {isFirst ? (
            <Button size="lg" variant="default" onClick={() => setIsFirst(false)}>
              {t('start.usual')}
            </Button>
          ) : (
            <>
              <Button size="lg" variant="default" onClick={() => setIsFirst(true)}>
                {t('start.first')}
              </Button>
              <Text c="dimmed">{t('start.firstHint')}</Text>
            </>
          )}
        </div>
        <Text c="dimmed" className={classes.place}>
          <IconDeviceTablet size={18} stroke={1.6} aria-hidden />
          {[kiosk.organization, kiosk.branch, kiosk.name].filter(Boolean).join(' · ')}
        </Text>
      </aside>
      <main className={classes.typing}>
        <Typing key={String(isFirst)} isFirst={isFirst} />
      </main>
    </div>
  )
}
