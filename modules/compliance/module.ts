import { defineModule, handle } from '#platform/module.ts'
import { clearanceOf } from './clearance.ts'
import * as contract from './contract.ts'
import { mergerReactions } from './merged.ts'
import { exportTeam, teamSummary } from './overview.ts'
import { choices, oneRequirement, requirementPage } from './requirementReading.ts'
import { addRequirement, changeRequirement, endRequirement, nameTaken } from './requirements.ts'
import { teamPage } from './team.ts'

export const compliance = defineModule({
  name: 'compliance',
  level: 9,
  permissions: contract.permissions,
  routes: [
    handle(contract.listRequirements, ({ db, query, who }) => requirementPage(db, query, who)),
    handle(contract.requirementChoices, ({ db }) => choices(db)),
    handle(contract.getRequirement, ({ db, params, who }) => oneRequirement(db, params.id, who)),
    handle(contract.addRequirement, async ({ db, body, who, now, emit }) => {
      const made = await addRequirement({ db, who, now }, body)
      await emit('compliance.requirement_changed', { id: made.id })
      return made
    }),
    handle(contract.changeRequirement, async ({ db, params, body, who, now, version, emit }) => {
      await emit('compliance.requirement_changed', { id: params.id })
      return changeRequirement({ db, who, now }, params.id, body, version)
    }),
    handle(contract.endRequirement, async ({ db, params, body, who, now, emit }) => {
      await emit('compliance.requirement_changed', { id: params.id })
      return endRequirement({ db, who, now }, params.id, body.effectiveOn)
    }),
    handle(contract.myClearance, ({ db, query, who, now }) => clearanceOf({ db, now, asked: query, userId: who.userId })),
    handle(contract.personClearance, ({ db, params, query, who, now }) =>
      clearanceOf({ db, now, asked: query, userId: params.id, viewer: who }),
    ),
    handle(contract.getTeam, ({ db, query, who, now }) => teamPage({ db, who, now }, query)),
    handle(contract.getTeamSummary, ({ db, query, who, now }) => teamSummary({ db, who, now }, query)),
    handle(contract.exportTeam, ({ db, query, who, now }) => exportTeam({ db, who, now }, query)),
  ],
  constraints: { requirements_name_unique: nameTaken },
  reactions: mergerReactions,
  events: {
    'compliance.requirement_changed': { payload: contract.RequirementChanged, live: 'compliance:read' },
  },
})
