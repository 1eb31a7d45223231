import { dayOf } from '#modules/employees/index.ts'
import { boundOf } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Reaction, Session } from '#platform/module.ts'
import { show } from './requirementReading.ts'
import { changeRequirement } from './requirements.ts'

type Merger = { fromId: string; intoId: string }
/** What a department asks of its people goes along when it is merged into another one, and comes back when that is undone. */
const following =
  (isUndo: boolean): NonNullable<Reaction['inside']> =>
  async ({ db, payload, now }) => {
    const { fromId, intoId } = payload as Merger
    const who = { userId: boundOf(db).userId, permissions: new Set<string>() } as unknown as Session
    let asked = db
      .selectFrom('compliance.requirements')
      .selectAll()
      .where('departmentId', '=', isUndo ? intoId : fromId)
      .where('endedAt', 'is', null)
    if (isUndo)
      asked = asked.where('id', 'in', (eb) =>
        eb.selectFrom('compliance.requirement_versions').select('requirementId').where('departmentId', '=', fromId),
      )
    for (const { id, name, description, appliesTo, jobTitle, items } of await show(db, await asked.execute(), who)) {
      const departmentId = isUndo ? fromId : intoId
      const required = items.map(({ courseTitle: _, ...item }) => item)
      const body = { name, description, appliesTo, jobTitle, departmentId, items: required, effectiveOn: dayOf(now) }
      await changeRequirement({ db, who, now }, id, body as Parameters<typeof changeRequirement>[2], undefined)
      await emit(db, 'compliance.requirement_changed', { id })
    }
  }

export const mergerReactions: readonly Reaction[] = [
  { on: 'structure.departments_merged', name: 'requirements_follow', inside: following(false) },
  { on: 'structure.departments_parted', name: 'requirements_return', inside: following(true) },
]
