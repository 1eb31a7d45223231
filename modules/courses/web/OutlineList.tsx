import { Group, Stack, Text } from '@mantine/core'
import { IconFileText, IconHelpHexagon, IconLink, IconMessages, IconPlayerPlay, IconTextCaption } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Outline } from '../contract.ts'
import classes from './outline.module.css'

const marks = {
  rich_text: IconTextCaption,
  video: IconPlayerPlay,
  embed: IconPlayerPlay,
  document: IconFileText,
  link: IconLink,
  quiz: IconHelpHexagon,
  discussion: IconMessages,
}

/** What a course is made of, to look at. */
export function OutlineList({ modules }: Outline) {
  const { t } = useTranslation('courses')
  return (
    <Stack component="ol" gap="lg" className={classes.list}>
      {modules.map((module) => (
        <li key={module.id}>
          <Text component="h3" fw={600} size="md">
            {module.title}
          </Text>
          {module.description && (
            <Text size="sm" c="dimmed">
              {module.description}
            </Text>
          )}
          <Stack component="ul" gap={4} mt="xs" className={classes.list}>
            {module.units.map((unit) => (
              <li key={unit.id} className={classes.unit}>
                <Group justify="space-between" wrap="nowrap" gap="xs">
                  <Text size="sm" fw={500} className={classes.words}>
                    {unit.title}
                  </Text>
                  {unit.durationMins ? (
                    <Text size="sm" c="dimmed" className={classes.time}>
                      {t('facts.minutes', { count: unit.durationMins })}
                    </Text>
                  ) : null}
                </Group>
                <ul className={classes.list}>
                  {unit.contents.map((content) => (
                    <Item key={content.id} type={content.type} title={content.title} />
                  ))}
                  {unit.requiresPass && <Item type="quiz" title={t('type.quiz')} />}
                </ul>
              </li>
            ))}
          </Stack>
        </li>
      ))}
    </Stack>
  )
}

function Item({ type, title }: { type: keyof typeof marks; title: string }) {
  const Mark = marks[type]
  return (
    <Group component="li" gap={8} wrap="nowrap" className={classes.item}>
      <Mark size={16} stroke={1.6} aria-hidden />
      <Text size="sm" c="dimmed" className={classes.words}>
        {title}
      </Text>
    </Group>
  )
}
