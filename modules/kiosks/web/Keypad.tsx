import { IconBackspace } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './Kiosk.module.css'

type Props = { press: (digit: string) => void; erase: () => void; next: (() => void) | null; busy: boolean }

/** Large keys for fingers: digits, erase, and next where the digits do not tell by themselves that they are all there. */
export function Keypad({ press, erase, next, busy }: Props) {
  const { t } = useTranslation('kiosks')
  const digit = (key: string) => (
    <button key={key} type="button" className={classes.key} disabled={busy} onClick={() => press(key)}>
      {key}
    </button>
  )
  return (
    <fieldset className={classes.keys} aria-label={t('start.keys')}>
      {[...'123456789'].map(digit)}
      <button type="button" className={classes.key} disabled={busy} aria-label={t('start.erase')} onClick={erase}>
        <IconBackspace size={30} stroke={1.6} aria-hidden />
      </button>
      {digit('0')}
      {next ? (
        <button type="button" className={classes.key} data-next disabled={busy} onClick={next}>
          {t('start.next')}
        </button>
      ) : (
        <span />
      )}
    </fieldset>
  )
}
