import { Button, Center, Stack } from '@mantine/core'
import { IconNotes } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { myNotes } from '../contract.ts'
import { NoteText } from './NoteText.tsx'
import classes from './notes.module.css'

/** What professionals wrote about me. */
export default function MyNotes() {
  const { t } = useTranslation('clinical')
  const { items, more, loadingMore } = usePages(myNotes, { query: { sort: '-signedAt', limit: 20 } }, { live: ['clinical'] })
  return (
    <Page subtitle={t('mine.hint')}>
      {items.length === 0 ? (
        <EmptyState icon={IconNotes} title={t('mine.empty')} hint={t('mine.emptyHint')} />
      ) : (
        <Stack gap="md" maw={860}>
          <ol className={classes.list}>
            {items.map((note) => (
              <li key={note.id}>
                <NoteText note={{ ...note, amendsId: null }}>
                  {note.appointmentId && (
                    <AnchorLink to="/appointments/$id" params={{ id: note.appointmentId }} size="sm">
                      {t('mine.appointment')}
                    </AnchorLink>
                  )}
                </NoteText>
              </li>
            ))}
          </ol>
          {more && (
            <Center>
              <Button variant="default" onClick={more} loading={loadingMore}>
                {t('mine.more')}
              </Button>
            </Center>
          )}
        </Stack>
      )}
    </Page>
  )
}
