import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './rows.module.css'

type RowsProps<R> = {
  items: readonly R[]
  title: (row: R) => string
  line?: (row: R) => ReactNode
  actions?: (row: R) => ReactNode
}
/** Entries of a card, one below the other: a name, a line about it, and what may be done. */
export function Rows<R extends { id: string }>({ items, title, line, actions }: RowsProps<R>) {
  return (
    <Stack component="ul" gap={0} m={0} p={0} className={classes.rows}>
      {items.map((row) => (
        <Group component="li" key={row.id} justify="space-between" gap="xs" py="sm" className={classes.row}>
          <Stack gap={4} flex="1 1 12rem" miw={0}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title(row)}
            </Text>
            {line?.(row)}
          </Stack>
          {actions?.(row)}
        </Group>
      ))}
    </Stack>
  )
}
