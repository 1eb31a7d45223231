import { Progress, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.layer.css'
import { IconFileText, IconMovie } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { storageUse } from '#modules/tenancy/contract.ts'
import type { Problem } from '#platform/contract.ts'
import { ApiError, upload } from '#platform/web/api.ts'
import { queryKey, useLookup } from '#platform/web/data.ts'
import { RoomNotice } from '#platform/web/RoomNotice.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { type Content, getContent, uploadContentFile } from '../contract.ts'

const inGigabytes = (bytes: number | null | undefined) => ((bytes ?? 0) / 1e9).toFixed(1)

/** Where a file of a video or document is dropped or chosen; shows how far it is. */
export function FileDrop({ content: { id, type } }: { content: Content }) {
  const { t } = useTranslation('courses')
  const client = useQueryClient()
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null)
  const { data: room } = useLookup(storageUse, {})
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async ([file]: File[]) => {
    if (!file) return
    setProblem(null)
    setSending({ name: file.name, part: 0 })
    try {
      const stored = await upload(uploadContentFile, { params: { id }, file }, (part) => setSending({ name: file.name, part }))
      client.setQueryData<Content>(queryKey(getContent, { params: { id } }), stored)
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem : null)
    }
    setSending(null)
  }
  const Mark = type === 'video' ? IconMovie : IconFileText
  return (
    <Stack gap="xs">
      <RoomNotice of={room} title={t('editor.room')}>
        {t('editor.roomHint', { used: inGigabytes(room?.used), most: inGigabytes(room?.most) })}
      </RoomNotice>
      <ProblemAlert of={problem} />
      {sending && (
        <div role="status">
          <Text size="sm">{t('editor.uploading', { name: sending.name })}</Text>
          <Progress value={sending.part * 100} aria-label={t('editor.uploading', { name: sending.name })} animated />
        </div>
      )}
      <Dropzone
        onDrop={(files: File[]) => void send(files)}
        multiple={false}
        disabled={sending !== null}
        inputProps={{ 'aria-label': t('editor.drop') }}
        p="md"
      >
        <Stack gap={4} align="center">
          <Mark size={28} stroke={1.4} aria-hidden />
          <Text size="sm">{t('editor.drop')}</Text>
          <Text size="sm" c="dimmed">
            {t(type === 'video' ? 'editor.dropVideo' : 'editor.dropDocument')}
          </Text>
        </Stack>
      </Dropzone>
    </Stack>
  )
}
