import { Group, Text } from '@mantine/core'
import { useSession } from './session.tsx'

/** The mark: a shield that a pulse becomes a tick in. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M16 2 4 6.5v9C4 23 9 28 16 30c7-2 12-7 12-14.500v-9z" fill="var(--mantine-primary-color-filled)" />
      <path
        d="M8.500 17h3l2.500-5 3.500 8.500 2-3.500h4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.200"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** Mark and name of the tenant, or of Salus. */
export function Brand() {
  const { tenant, theme } = useSession()
  return (
    <Group gap={10} wrap="nowrap" miw={0}>
      {theme.logoUrl ? <img src={theme.logoUrl} alt="" height={28} /> : <Mark />}
      <Text fw={650} truncate>
        {tenant?.name ?? 'Salus'}
      </Text>
    </Group>
  )
}
