import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUsers } from '@tabler/icons-react'
import { type ComponentProps, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useLookup } from '#platform/web/data.ts'
import { late } from '#platform/web/late.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { participation } from '../contract.ts'

const AssignDialog = late<ComponentProps<typeof import('./AssignDialog.tsx').default>>(() => import('./AssignDialog.tsx'))

/** Beside a course, for those who have a say over somebody in it: figures, and the way to assign it. */
export default function TeachingCard({ courseId }: SlotProps<'course'>) {
  const { t } = useTranslation('enrollments')
  const [assigning, { open, close }] = useDisclosure()
  const { data } = useLookup(participation, { params: { id: courseId } }, { live: ['enrollments', 'courses'] })
  if (!data) return null
  const figures = (['active', 'completed', 'overdue'] as const).map((name) => ({ name, value: data[name] }))
  return (
    <Card title={t('teaching.title')} icon={IconUsers}>
      <Stack gap="md">
        <Group component="dl" gap="lg" m={0}>
          {figures.map(({ name, value }) => (
            <div key={name}>
              <Text component="dt" size="sm" c="dimmed">
                {t(`teaching.${name}`)}
              </Text>
              <Text component="dd" m={0} fw={650} size="xl" {...(name === 'overdue' && value > 0 ? { c: 'red' } : {})}>
                {value}
              </Text>
            </div>
          ))}
        </Group>
        <Group gap="xs">
          {data.may.assign && <Button onClick={open}>{t('assign.open')}</Button>}
          <ButtonLink variant="default" to="/courses/$id/participants" params={{ id: courseId }}>
            {t('pages.participants')}
          </ButtonLink>
        </Group>
      </Stack>
      {assigning && (
        <Suspense fallback={null}>
          <AssignDialog courseId={courseId} close={close} />
        </Suspense>
      )}
    </Card>
  )
}
