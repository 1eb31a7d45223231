import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { boundOf } from '#platform/db.ts'
import { invalid } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { defineModule, handleOpen } from '#platform/module.ts'
import { refreshSession } from './contract.ts'
import { linkRoutes, sends, tellOfReuse } from './links.ts'
import { myRoutes } from './me.ts'
import { questionsRaced } from './policy.ts'
import { endAllSessions } from './sessions.ts'
import { signInRoutes } from './signIn.ts'
import { refresh, tidy } from './tokens.ts'

export const auth = defineModule({
  name: 'auth',
  level: 4,
  routes: [
    ...signInRoutes,
    handleOpen(refreshSession, ({ tools, client, now, body }) => refresh({ tools, client, now, ...body })),
    ...myRoutes,
    ...linkRoutes,
  ],
  events: {
    'auth.session_ended': { payload: z.object({ sessionIds: z.array(Id), userIds: z.array(Id) }), live: 'named', urgent: true },
    /** Somebody who has signed in before did so on another device. */
    'auth.device_added': { payload: z.object({ userIds: z.array(Id), deviceId: Id }), live: 'named' },
    /** Shown or wanted: what the sessions of these people may has changed. */
    'auth.session_changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named', urgent: true },
  },
  reactions: [
    {
      on: 'directory.person_deactivated',
      name: 'end_sessions',
      inside: async ({ db, payload, now }) =>
        endAllSessions(db, { userId: (payload as { userId: string }).userId, reason: 'user_deactivated', by: boundOf(db).userId, now }),
    },
    {
      on: 'directory.person_invited',
      name: 'invite',
      inside: async ({ db, payload }) => later(db, 'auth.send_invite', payload),
    },
  ],
  constraints: {
    security_questions_sequence_unique: questionsRaced,
    credentials_lock_reason_length: () => invalid('reason', 'A reason has 1 to 500 characters.'),
  },
  jobs: {
    'auth.send_invite': sends('invite'),
    'auth.send_reset': sends('reset'),
    'auth.tell_of_reuse': tellOfReuse,
    'auth.tidy': ({ tools, now }) => tidy(tools.system, now),
  },
  cron: { 'auth.tidy': '37 2 * * *' },
})
