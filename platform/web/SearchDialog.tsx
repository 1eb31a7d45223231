import '@mantine/spotlight/styles.layer.css'
import { Modal } from '@mantine/core'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigation } from './Navigation.tsx'
import { Slot } from './slots.tsx'

/** Search over pages, and whatever modules add in the slot `search` as `Spotlight.Action`. Opens each time `opens` grows. */
export default function SearchDialog({ opens }: { opens: number }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const navigate = useNavigate()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further opening counts
  useEffect(spotlight.open, [opens])
  const wanted = query.trim().toLowerCase()
  const pages = useNavigation().filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
    >
      <Modal.Title className="salus-unseen">{t('shell.search')}</Modal.Title>
      <Spotlight.Search
        placeholder={t('shell.searchHint')}
        aria-label={t('shell.search')}
        leftSection={<IconSearch size={20} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('shell.pages')}>
            {pages.map(({ path, name, icon: Icon }) => (
              <Spotlight.Action
                key={path}
                label={name}
                leftSection={<Icon size={20} stroke={1.6} />}
                onClick={() => void navigate({ to: path })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {wanted.length > 1 && <Slot name="search" with={{ query: wanted, close: spotlight.close }} quiet />}
        {pages.length === 0 && <Spotlight.Empty>{t('shell.nothingFound')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
