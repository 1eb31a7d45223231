import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { z } from 'zod'
import { AnchorLink } from '#platform/web/links.tsx'
import { Slot } from '#platform/web/slots.tsx'
import type { CourseCard } from '../contract.ts'
import classes from './catalogue.module.css'
import { StatusOf, useFacts } from './facts.tsx'

export function CourseTile({ course }: { course: z.output<typeof CourseCard> }) {
  const facts = useFacts()
  return (
    <Paper component="li" withBorder p="lg" className={classes.tile}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm" c="dimmed" truncate>
            {course.category ?? course.code}
          </Text>
          {course.status !== 'published' && <StatusOf status={course.status} />}
        </Group>
        <Title order={2} size="h4" className={classes.title}>
          <AnchorLink to="/courses/$id" params={{ id: course.id }} className={classes.link}>
            {course.title}
          </AnchorLink>
        </Title>
        <Text size="sm" lineClamp={3} c="dimmed">
          {course.description}
        </Text>
        <Group gap={6} mt="auto" pt="xs">
          {facts(course).map(({ key, Mark, words }) => (
            <Badge
              key={key}
              variant="light"
              color="gray"
              size="lg"
              tt="none"
              fw={500}
              leftSection={<Mark size={14} stroke={1.8} aria-hidden />}
            >
              {words}
            </Badge>
          ))}
        </Group>
        <Slot name="courseCard" with={{ courseId: course.id }} quiet />
      </Stack>
    </Paper>
  )
}
