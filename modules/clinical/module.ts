import { defineModule, handle } from '#platform/module.ts'
import * as contract from './contract.ts'
import { encounterOf, encounterToRecord, mayRecord } from './encounter.ts'
import { notesAbout, notesOn, sign } from './notes.ts'
import { issue, outcomesOf, withdraw } from './outcomes.ts'

export const clinical = defineModule({
  name: 'clinical',
  level: 8,
  feature: 'occupational_health',
  permissions: contract.permissions,
  events: contract.events,
  routes: [
    handle(contract.writeNote, async ({ db, params, body, who, now, emit }) => {
      const on = await encounterToRecord(db, params.id, who)
      const note = await sign(db, { on, wish: body, who, now })
      const userIds = [on.employeeUserId, who.userId]
      await emit('clinical.note_signed', { noteId: note.id, appointmentId: on.appointmentId, userIds })
      return note
    }),
    handle(contract.listNotes, async ({ db, params, who }) => {
      const on = await encounterOf(db, params.id, who)
      return { items: await notesOn(db, on), may: { write: mayRecord(on, who) && who.permissions.has('clinical:write') } }
    }),
    handle(contract.myNotes, ({ db, query, who }) => notesAbout(db, who.userId, query)),
    handle(contract.issueOutcome, async ({ db, params, body, who, now }) =>
      issue(db, { on: await encounterToRecord(db, params.id, who), wish: body, who, now }),
    ),
    handle(contract.listOutcomes, async ({ db, params, who }) => {
      const on = await encounterOf(db, params.id, who)
      return { items: await outcomesOf(db, on, who), may: { issue: mayRecord(on, who) && who.permissions.has('clinical:issue') } }
    }),
    handle(contract.withdrawOutcome, async ({ db, params, body, who, now }) =>
      withdraw(db, { on: await encounterToRecord(db, params.id, who), outcomeId: params.outcomeId, reason: body.reason, who, now }),
    ),
  ],
})
