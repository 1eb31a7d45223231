import { Alert, Button, CopyButton, Group, Stack } from '@mantine/core'
import { IconCopy, IconDownload, IconLifebuoy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './factors.module.css'

/** The recovery codes, the only time they are seen. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation('factors')
  const text = `${codes.join('\n')}\n`
  return (
    <Stack>
      <Alert variant="light" color="yellow" icon={<IconLifebuoy />} title={t('codes.title')}>
        {t('codes.hint')}
      </Alert>
      <ul className={classes.codes} aria-label={t('codes.list')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size={18} stroke={1.6} />} onClick={copy}>
              {copied ? t('codes.copied') : t('codes.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" leftSection={<IconDownload size={18} stroke={1.6} />} onClick={() => save(text)}>
          {t('codes.save')}
        </Button>
      </Group>
      <Button onClick={onDone}>{t('codes.done')}</Button>
    </Stack>
  )
}

/** Hands the codes to the browser as a text file. */
function save(text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: 'salus-recovery-codes.txt' })
  link.click()
  URL.revokeObjectURL(address)
}
