/** An instant as a `datetime-local` input shows it, and back; both in the device's zone. */
export function asLocal(instant: string | null): string {
  if (!instant) return ''
  const at = new Date(instant)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}
export const asInstant = (local: string): string | null => (local ? new Date(local).toISOString() : null)
