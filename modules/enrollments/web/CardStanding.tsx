import { useLookup } from '#platform/web/data.ts'
import type { SlotProps } from '#platform/web/slots.tsx'
import { myEnrollments } from '../contract.ts'
import { DueBadge, ProgressBar } from './Standing.tsx'

const live = { live: ['enrollments'] }

/** At the foot of a course in the catalogue. Every card asks the same two questions: they are sent once. */
export default function CardStanding({ courseId }: SlotProps<'courseCard'>) {
  const open = useLookup(myEnrollments, { query: { limit: 200 } }, live)
  const finished = useLookup(myEnrollments, { query: { limit: 200, state: 'finished' } }, live)
  const mine = open.data?.items.find((one) => one.courseId === courseId)
  if (mine) return <ProgressBar value={mine.progress} label={mine.title} />
  const done = finished.data?.items.find((one) => one.courseId === courseId && one.status === 'completed')
  return done ? (
    <div>
      <DueBadge of={done} />
    </div>
  ) : null
}
