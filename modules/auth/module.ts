import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { defineModule } from '#platform/module.ts'

export const auth = defineModule({
  name: 'auth',
  level: 4,
  routes: [],
  events: {
    'auth.session_ended': { payload: z.object({ sessionIds: z.array(Id), userIds: z.array(Id) }), live: 'named' },
  },
})
