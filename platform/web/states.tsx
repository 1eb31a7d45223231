import { Alert, Button, Group, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core'
import { type Icon, IconAlertTriangle, IconInbox, IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../contract.ts'
import { ApiError } from './api.ts'
import { problemWords } from './words.ts'

/** Grey shapes where content will be. */
export function Loading({ rows = 5 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" role="status" aria-busy aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes never move
        <Skeleton key={row} height={row === 0 ? 20 : 44} width={row === 0 ? '40%' : '100%'} />
      ))}
    </Stack>
  )
}

/** Nothing here yet: says so, and what to do next. */
export function EmptyState({
  icon: Mark = IconInbox,
  title,
  hint,
  action,
}: {
  icon?: Icon
  title: string
  hint?: string
  action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
        <Mark size={28} stroke={1.5} />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {hint && (
        <Text c="dimmed" maw="46ch">
          {hint}
        </Text>
      )}
      {action && <Group mt="xs">{action}</Group>}
    </Stack>
  )
}

/** Something failed: the words of the problem, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation()
  const problem = error instanceof ApiError ? error.problem : null
  const missing = problem?.status === 404
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center" role="alert">
      <ThemeIcon size={56} radius="xl" variant="light" color={missing ? 'gray' : 'red'} aria-hidden>
        {problem?.status === 403 ? <IconLock size={28} stroke={1.5} /> : <IconAlertTriangle size={28} stroke={1.5} />}
      </ThemeIcon>
      <Text fw={600}>{missing ? t('state.missing') : t('state.failed')}</Text>
      <Text c="dimmed" maw="46ch">
        {missing ? t('state.missingHint') : problem ? problemWords(problem) : t('problem.browser')}
      </Text>
      {retry && !missing && (
        <Button variant="light" mt="xs" onClick={retry}>
          {t('state.retry')}
        </Button>
      )}
      {problem?.requestId && (
        <Text size="xs" c="dimmed">
          {t('state.reference', { id: problem.requestId })}
        </Text>
      )}
    </Stack>
  )
}

/** A refusal, in place. Shows nothing when `of` is null. */
export function ProblemAlert({ of }: { of: Problem | null }) {
  const { t } = useTranslation()
  if (!of) return null
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} role="alert">
      {problemWords(of)} {of.code === 'network' && t('problem.kept')}
    </Alert>
  )
}
