import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconRocket } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAction } from '#platform/web/data.ts'
import { publishRevision, type Revision } from '../contract.ts'

/** Publishes after one question; what hinders it is shown in place, each with a way to where it is. */
export function PublishButton({ revision }: { revision: z.output<typeof Revision> }) {
  const { t } = useTranslation('courses')
  const { t: app } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const navigate = useNavigate()
  const publish = useAction(publishRevision, { success: t('editor.published') })
  const { id, number, courseId, modules } = revision
  const go = async () => {
    const done = await publish.run({ params: { id } }, { quiet: true })
    if (!done.ok) return
    close()
    await navigate({ to: '/courses/$id', params: { id: courseId } })
  }
  const unitOf = (contentId: string) =>
    modules
      .flatMap((module) => module.units)
      .find((unit) => unit.id === contentId || unit.contents.some((content) => content.id === contentId))
  return (
    <>
      <Button
        leftSection={<IconRocket size={18} stroke={1.6} aria-hidden />}
        onClick={() => {
          publish.clear()
          open()
        }}
      >
        {t('editor.publish')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('editor.publishTitle', { number })} centered>
        <Stack gap="md">
          <Text>{t('editor.publishHint')}</Text>
          {publish.problem && (
            <Alert color="red" variant="light" icon={<IconAlertTriangle stroke={1.6} />} role="alert" title={publish.problem.title}>
              <List size="sm">
                {publish.problem.errors?.map(({ path, message }) => {
                  const unit = unitOf(path)
                  return (
                    <List.Item key={path + message}>
                      {message}{' '}
                      {unit && (
                        <Button
                          variant="transparent"
                          size="compact-sm"
                          onClick={() => {
                            close()
                            void navigate({ to: '/revisions/$id', params: { id }, search: { unit: unit.id } })
                          }}
                        >
                          {t('editor.goTo', { title: unit.title })}
                        </Button>
                      )}
                    </List.Item>
                  )
                })}
              </List>
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus disabled={publish.running}>
              {app('form.cancel')}
            </Button>
            <Button onClick={() => void go()} loading={publish.running}>
              {t('editor.publishGo')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
