import { holdersOf } from '#modules/access/index.ts'
import { notify } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import type { Reaction } from '#platform/module.ts'

type About = { db: Db; payload: { days: number }; now: Temporal.Instant }

async function tellAdministrators({ db, now }: About, words: { title: string; message: string }): Promise<void> {
  const userIds = await holdersOf(db, { permission: 'tenants:write', now })
  await notify(db, { userIds, type: 'system_notification', ...words })
}

const trialEnding = (about: About) => {
  const { days } = about.payload
  return tellAdministrators(about, {
    title: days === 1 ? 'Your trial ends tomorrow' : `Your trial ends in ${days} days`,
    message: 'After that nobody can work here until a plan is in force. Administrators can still sign in to export data and to pay.',
  })
}

const suspended = (about: About) =>
  tellAdministrators(about, {
    title: 'Your organisation is suspended',
    message: 'Your people cannot sign in just now, and read why. As an administrator you can still export data and settle what is open.',
  })

export const warnings: readonly Reaction[] = [
  { on: 'tenancy.trial_ending', name: 'warn_of_trial', after: trialEnding },
  { on: 'tenancy.suspended', name: 'tell_suspended', after: suspended },
]
