import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCircleCheckFilled, IconDownload, IconExternalLink } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { href } from '#platform/web/api.ts'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { RichText } from '#platform/web/RichText.tsx'
import { type ContentForMe, myContent, myContentFile, tick } from '../contract.ts'
import classes from './player.module.css'
import { useReporting } from './reporting.ts'
import { VideoView } from './VideoView.tsx'

type Shown = z.output<typeof ContentForMe>
type ViewProps = { enrollmentId: string; contentId: string; isActive: boolean; onDone: () => void }

/** One content to read, watch or open, with the button that ticks it off. */
export function ContentView({ enrollmentId, contentId, isActive, onDone }: ViewProps) {
  const { data: content } = useData(myContent, { params: { id: enrollmentId, contentId } })
  if (content.id !== contentId) return null // the former answer, while the next one is on its way
  return <Learning content={content} enrollmentId={enrollmentId} isActive={isActive} onDone={onDone} />
}

function Learning({ content, enrollmentId, isActive, onDone }: Omit<ViewProps, 'contentId'> & { content: Shown }) {
  const { t } = useTranslation('enrollments')
  const { note, timeSpent } = useReporting(enrollmentId, content)
  const done = useAction(tick, { invalidates: [myContent] })
  const completed = content.status === 'completed'
  const complete = async () => {
    const params = { id: enrollmentId, contentId: content.id }
    const kept = await done.run({ params, body: { status: 'completed', timeSpentMins: timeSpent() } })
    if (kept.ok) onDone()
  }
  const file = (id: string) => href(myContentFile, { params: { id: enrollmentId, contentId: content.id, fileId: id } })
  return (
    <Stack gap="lg">
      {content.html && <ReadText html={content.html} content={content} note={note} />}
      {content.type === 'video' && <VideoView content={content} file={file} note={note} />}
      {content.type === 'document' && <Documents content={content} file={file} />}
      {content.type === 'link' && content.url && (
        <Group>
          <Button
            component="a"
            href={content.url}
            target="_blank"
            rel="noopener noreferrer"
            variant="light"
            rightSection={<IconExternalLink size={18} stroke={1.6} aria-hidden />}
          >
            {t('player.openLink')}
          </Button>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {content.url}
          </Text>
        </Group>
      )}
      {completed ? (
        <Group gap="xs" c="green" role="status">
          <IconCircleCheckFilled size={20} aria-hidden />
          <Text fw={500}>
            {t('player.completed')} {content.completedAt && <DateTime at={content.completedAt} look="date" />}
          </Text>
        </Group>
      ) : (
        isActive && (
          <Group>
            <Button
              size="md"
              onClick={() => void complete()}
              loading={done.running}
              leftSection={<IconCheck size={18} stroke={2} aria-hidden />}
            >
              {t('player.complete')}
            </Button>
          </Group>
        )
      )}
    </Stack>
  )
}

type Note = ReturnType<typeof useReporting>['note']

/** A text; how far it has been scrolled is kept, and found again. */
function ReadText({ html, content, note }: { html: string; content: Shown; note: Note }) {
  const place = useRef<HTMLDivElement>(null)
  const first = useRef(content)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const { status, position } = first.current
    const scroll = position?.scroll ?? 0
    const top = () => element.getBoundingClientRect().top + window.scrollY
    if (status === 'in_progress' && scroll > 0.05) window.scrollTo({ top: top() + scroll * element.offsetHeight - window.innerHeight / 3 })
    let furthest = scroll
    const look = () => {
      const seen = (window.scrollY + window.innerHeight - top()) / Math.max(1, element.offsetHeight)
      const part = Math.max(0, Math.min(1, seen))
      if (part <= furthest) return
      furthest = part
      note({ progress: Math.floor(part * 100), position: { scroll: Math.round(part * 1000) / 1000 } })
    }
    look()
    window.addEventListener('scroll', look, { passive: true })
    return () => window.removeEventListener('scroll', look)
  }, [note])
  return (
    <div ref={place} className={classes.text}>
      <RichText html={html} />
    </div>
  )
}

function Documents({ content, file }: { content: Shown; file: (id: string) => string }) {
  const { t } = useTranslation('enrollments')
  return (
    <Stack gap="sm" align="flex-start">
      {content.files.map(({ id, type, title, sizeBytes }) =>
        type === 'image' ? (
          <img key={id} src={file(id)} alt={title} className={classes.picture} />
        ) : (
          <Anchor key={id} href={file(id)} download>
            <Group gap="xs" wrap="nowrap">
              <IconDownload size={18} stroke={1.6} aria-hidden />
              <span>{t('player.download', { title, size: Math.max(1, Math.round(sizeBytes / 1000)) })}</span>
            </Group>
          </Anchor>
        ),
      )}
    </Stack>
  )
}
