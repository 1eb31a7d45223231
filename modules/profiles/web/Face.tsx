import { Avatar } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '#platform/web/api.ts'
import { queryKey } from '#platform/web/data.ts'
import type { SlotProps } from '#platform/web/slots.tsx'
import { portraits } from '../contract.ts'
import { inBatches } from './batches.ts'

const faces = inBatches(100, async (ids: readonly string[]) => {
  const { items } = await call(portraits, { query: { ids: ids.join(',') } })
  return new Map(items.map(({ userId, image }) => [userId, image]))
})

/** Somebody's picture beside their name, else their initials: the name says who it is. */
export default function Face({ userId, name, size }: SlotProps<'face'>) {
  const { data } = useQuery({
    queryKey: queryKey(portraits, { userId }),
    queryFn: async () => (await faces(userId)) ?? null,
    staleTime: 300_000,
    meta: { live: ['profiles'] },
  })
  return <Avatar src={data ?? null} name={name} alt="" aria-hidden size={size ?? 34} radius="50%" variant="light" className="salus-face" />
}
