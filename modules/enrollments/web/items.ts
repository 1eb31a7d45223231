import type { MyOutline } from '../contract.ts'

type Module = MyOutline['modules'][number]
type Unit = Module['units'][number]
export type PlayerItem = {
  /** Of the content, or of the unit for its quiz. */
  id: string
  unit: Unit
  module: Module
  kind: Unit['contents'][number]['type'] | 'quiz'
  title: string
  done: boolean
  started: boolean
  locked: boolean
}

/** Everything a learner goes through, in order: the contents of each unit, then its quiz. */
export function itemsOf({ modules }: MyOutline, quizTitle: string): PlayerItem[] {
  return modules.flatMap((module) =>
    module.units.flatMap((unit) => {
      const shared = { unit, module, locked: module.waitsFor.length > 0 }
      const contents = unit.contents.map(({ id, type, title, status }) => ({
        ...shared,
        id,
        kind: type,
        title,
        done: status === 'completed',
        started: status !== 'not_started',
      }))
      if (unit.type !== 'quiz' && !unit.requiresPass) return contents
      const title = unit.contents.length ? quizTitle : unit.title
      return [...contents, { ...shared, id: unit.id, kind: 'quiz' as const, title, done: unit.passed, started: unit.passed }]
    }),
  )
}
