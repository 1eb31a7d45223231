import { Button, Group } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ContentForMe } from '../contract.ts'
import { embedOf } from './embed.ts'
import classes from './player.module.css'
import type { useReporting } from './reporting.ts'

type VideoProps = { content: z.output<typeof ContentForMe>; file: (id: string) => string; note: ReturnType<typeof useReporting>['note'] }

/** A video of our own or a file elsewhere, which goes on where it was left; those of known hosts in their player; others as a link. */
export function VideoView({ content, file, note }: VideoProps) {
  const { t } = useTranslation('enrollments')
  const begun = useRef(false)
  const video = content.files.find((one) => one.type === 'video')
  const captions = content.files.find((one) => one.type === 'captions')
  const embed = content.url ? embedOf(content.url) : null
  const src = video ? file(video.id) : embed?.kind === 'file' ? embed.src : null
  if (src)
    return (
      // biome-ignore lint/a11y/useMediaCaption: captions are a file beside the video; the editor asks for them
      <video
        controls
        preload="metadata"
        className={classes.video}
        aria-label={content.title}
        onLoadedMetadata={({ currentTarget }) => {
          if (begun.current) return
          begun.current = true
          const seconds = content.status === 'completed' ? 0 : (content.position?.seconds ?? 0)
          if (seconds > 0 && seconds < currentTarget.duration - 2) currentTarget.currentTime = seconds
        }}
        onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
          if (!begun.current || !Number.isFinite(duration)) return
          note({
            progress: Math.min(100, Math.floor((currentTime / duration) * 100)),
            position: { seconds: Math.round(currentTime * 10) / 10 },
          })
        }}
      >
        <source src={src} {...(video ? { type: video.mimeType } : {})} />
        {captions && <track kind="captions" src={file(captions.id)} srcLang="en" label={t('player.captions')} default />}
      </video>
    )
  if (embed?.kind === 'frame')
    return (
      <iframe
        src={embed.src}
        title={content.title}
        className={classes.frame}
        sandbox="allow-scripts allow-same-origin allow-presentation allow-popups"
        allow="fullscreen; picture-in-picture; encrypted-media"
        referrerPolicy="strict-origin"
      />
    )
  if (!content.url) return null
  return (
    <Group>
      <Button
        component="a"
        href={content.url}
        target="_blank"
        rel="noopener noreferrer"
        variant="light"
        rightSection={<IconExternalLink size={18} stroke={1.6} aria-hidden />}
      >
        {t('player.watchThere')}
      </Button>
    </Group>
  )
}
