import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { defineModule } from '#platform/module.ts'
import { branchRoutes } from './branches.ts'
import { chartRoutes } from './chart.ts'
import { configRoutes } from './configs.ts'
import { mergeRoutes } from './merge.ts'
import { keepCounts, keepHistory, moveRoutes } from './moves.ts'
import { organizationRoutes } from './organization.ts'

const merger = z.object({ mergerId: Id, fromId: Id, intoId: Id })

export const structure = defineModule({
  name: 'structure',
  level: 4,
  routes: [...chartRoutes, ...moveRoutes, ...mergeRoutes, ...organizationRoutes, ...branchRoutes, ...configRoutes],
  events: {
    'structure.departments_merged': { payload: merger, live: 'directory:read' },
    'structure.departments_parted': { payload: merger, live: 'directory:read' },
  },
  reactions: [
    { on: 'directory.department_changed', name: 'keep_history', inside: keepHistory },
    { on: 'directory.departments_counted', name: 'keep_counts', inside: keepCounts },
  ],
})
