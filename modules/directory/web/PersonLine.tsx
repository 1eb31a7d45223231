import { Group } from '@mantine/core'
import { AnchorLink } from '#platform/web/links.tsx'
import { Slot } from '#platform/web/slots.tsx'

/** A person in a list: their face and the way to their page. */
export function PersonLine({ id, name }: { id: string; name: string }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Slot name="face" with={{ userId: id, name }} quiet />
      <AnchorLink to="/people/$id" params={{ id }} fw={500} style={{ overflowWrap: 'anywhere' }} miw={110}>
        {name}
      </AnchorLink>
    </Group>
  )
}
