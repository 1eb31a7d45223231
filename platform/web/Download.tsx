import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../contract.ts'
import { href } from './api.ts'

type DownloadProps = {
  of: Endpoint
  params?: Record<string, string>
  query?: object /** Where it stands away from its list: what it is. */
  label?: string
}
/** The list as it is filtered, as a file: `of` comes from `exportOf`. */
export function Download({ of, params, query, label }: DownloadProps) {
  const { t } = useTranslation()
  const address = (format: 'csv' | 'xlsx') => href(of as never, { ...(params ? { params } : {}), query: { ...query, format } } as never)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} stroke={1.6} />}>
          {label ?? t('list.download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={address('xlsx')} download>
          {t('list.asXlsx')}
        </Menu.Item>
        <Menu.Item component="a" href={address('csv')} download>
          {t('list.asCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
