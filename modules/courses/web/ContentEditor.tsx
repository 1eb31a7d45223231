import { ActionIcon, Anchor, Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconX } from '@tabler/icons-react'
import { type ComponentProps, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { ErrorBoundary } from '#platform/web/boundary.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { LeaveQuestion } from '#platform/web/LeaveQuestion.tsx'
import { late } from '#platform/web/late.ts'
import { RichText } from '#platform/web/RichText.tsx'
import { Loading } from '#platform/web/states.tsx'
import { type Content, contentFile, getContent, removeContentFile } from '../contract.ts'
import { FileDrop } from './FileDrop.tsx'
import { type Fields, type SavingState, useSaving } from './saving.ts'

const TextEditor = late<ComponentProps<typeof import('./TextEditor.tsx').default>>(() => import('./TextEditor.tsx'))

/** One content, written where it stands: what changes is saved by itself. */
export function ContentEditor({ id, mayEdit }: { id: string; mayEdit: boolean }) {
  const { data: content, refetch } = useData(getContent, { params: { id } })
  const [round, setRound] = useState(0)
  const reload = async () => {
    await refetch()
    setRound(round + 1)
  }
  return (
    <Stack gap="md" mt="md">
      {mayEdit ? <Writing key={round} content={content} reload={() => void reload()} /> : content.html && <RichText html={content.html} />}
      <Files content={content} mayEdit={mayEdit} />
    </Stack>
  )
}

function Writing({ content, reload }: { content: Content; reload: () => void }) {
  const { t } = useTranslation('courses')
  // What was there when it was opened: the editor itself keeps what is being written.
  const [first] = useState(content)
  const [title, setTitle] = useState(content.title)
  const [url, setUrl] = useState(content.url ?? '')
  const { state, change, send } = useSaving(first)
  const wrongUrl = url !== '' && !/^https?:\/\/[^\s/]+\.\S+/.test(url)
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('editor.name')}
          value={title}
          maxLength={200}
          required
          onChange={({ currentTarget: { value } }) => {
            setTitle(value)
            if (value.trim()) change({ title: value.trim() })
          }}
          onBlur={() => void send()}
        />
        <NumberInput
          label={t('editor.minutes')}
          defaultValue={first.estimatedDuration ?? ''}
          min={0}
          max={10_000}
          allowDecimal={false}
          onChange={(value) => change({ estimatedDuration: value === '' ? null : Number(value) })}
        />
      </SimpleGrid>
      {content.type === 'rich_text' && (
        <ErrorBoundary>
          <Suspense fallback={<Loading rows={3} />}>
            <TextEditor html={first.html ?? ''} label={t('editor.text')} readOnly={false} onChange={(html) => change({ html })} />
          </Suspense>
        </ErrorBoundary>
      )}
      {(content.type === 'link' || content.type === 'video') && (
        <TextInput
          type="url"
          label={t(content.type === 'link' ? 'editor.url' : 'editor.urlVideo')}
          description={content.type === 'video' ? t('editor.urlVideoHint') : undefined}
          placeholder={t('editor.urlExample')}
          value={url}
          error={wrongUrl && t('editor.urlWrong')}
          onChange={({ currentTarget: { value } }) => {
            setUrl(value)
            const fields: Fields = { url: value.trim() || null }
            if (value.trim() === '' || /^https?:\/\/[^\s/]+\.\S+/.test(value.trim())) change(fields)
          }}
        />
      )}
      <Saved state={state} send={() => void send()} reload={reload} />
      <LeaveQuestion when={() => state === 'failed'} />
    </>
  )
}

function Saved({ state, send, reload }: { state: SavingState; send: () => void; reload: () => void }) {
  const { t } = useTranslation('courses')
  const wrong = state === 'failed' || state === 'stale'
  const Mark = wrong ? IconAlertTriangle : state === 'saved' ? IconCheck : IconCircleDashed
  return (
    <Group gap="xs" role={wrong ? 'alert' : 'status'}>
      <Mark size={16} stroke={1.8} aria-hidden />
      <Text size="sm" c={wrong ? 'red' : 'dimmed'}>
        {t(state === 'stale' ? 'editor.stale' : `editor.${state}`)}
      </Text>
      {state === 'failed' && (
        <Button size="compact-sm" variant="light" onClick={send}>
          {t('editor.retry')}
        </Button>
      )}
      {state === 'stale' && (
        <Button size="compact-sm" variant="light" onClick={reload}>
          {t('editor.reload')}
        </Button>
      )}
    </Group>
  )
}

function Files({ content, mayEdit }: { content: Content; mayEdit: boolean }) {
  const { t } = useTranslation('courses')
  const remove = useAction(removeContentFile, { invalidates: [getContent] })
  if (content.type !== 'video' && content.type !== 'document') return null
  const { id, files } = content
  const hasVideo = files.some((file) => file.type === 'video')
  const video = files.find((file) => file.type === 'video')
  return (
    <Stack gap="xs">
      {video && (
        // biome-ignore lint/a11y/useMediaCaption: captions are one of the files below; the learner's player shows them
        <video
          controls
          preload="metadata"
          src={href(contentFile, { params: { id, fileId: video.id } })}
          style={{ width: '100%', maxHeight: 360 }}
        />
      )}
      {files.map((file) => (
        <Group key={file.id} justify="space-between" wrap="nowrap">
          <Anchor href={href(contentFile, { params: { id, fileId: file.id } })} download size="sm" style={{ overflowWrap: 'anywhere' }}>
            {file.title}
          </Anchor>
          {mayEdit && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('editor.removeFile', { name: file.title })}
              onClick={() => void remove.run({ params: { id, fileId: file.id } })}
            >
              <IconX size={18} stroke={1.6} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {hasVideo && !files.some((file) => file.type === 'captions') && mayEdit && (
        <Text size="sm" c="dimmed">
          {t('editor.captionsMissing')}
        </Text>
      )}
      {mayEdit && <FileDrop content={content} />}
    </Stack>
  )
}
