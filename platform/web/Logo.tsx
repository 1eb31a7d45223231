import { useSession } from './session.tsx'

/** The mark: an S, the snake of Salus, whose head is a tick. Same drawing as app/public/favicon.svg. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="salus-mark">
      <rect width="32" height="32" rx="9" className="salus-mark-ground" />
      <path d={snake} fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
const snake =
  'M8.5 21.5c1.800 2.400 4.300 3.500 7.200 3.500 3.700 0 6.300-1.900 6.300-4.900 0-6.600-12-2.900-12-9C10 8.400 12.400 6.900 15.400 7.100l2.900 2.700L24 5'

/** The mark's line alone, to be drawn large. */
export function Snake({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="4 1 24 28" className={className} aria-hidden="true">
      <path d={snake} fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}

/** Mark and name: of the tenant where it is known, else of Salus. */
export function Brand() {
  const { tenant, theme } = useSession()
  return (
    <span className="salus-brand-row">
      {theme.logoUrl ? <img src={theme.logoUrl} alt="" height={32} /> : <Mark />}
      <span className="salus-brand-name">{tenant?.name ?? 'Salus'}</span>
    </span>
  )
}
