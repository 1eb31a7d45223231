import { invalid } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { checkRoute } from './check.ts'
import { connectionRoutes } from './connections.ts'
import { permissions } from './contract.ts'
import { peopleRoutes } from './people.ts'
import { issuerTaken, nameTaken, subjectTaken, visitOver } from './policy.ts'
import { tidyVisits, visitRoutes } from './visits.ts'

export const sso = defineModule({
  name: 'sso',
  level: 7,
  permissions,
  routes: [...visitRoutes, ...connectionRoutes, checkRoute, ...peopleRoutes],
  jobs: { 'sso.tidy': ({ tools, now }) => tidyVisits(tools.system, now) },
  cron: { 'sso.tidy': '47 2 * * *' },
  constraints: {
    sso_connections_name_unique: nameTaken,
    sso_connections_issuer_unique: issuerTaken,
    sso_identities_subject_unique: subjectTaken,
    sso_visits_state_unique: visitOver,
    sso_connections_issuer_form: () => invalid('issuer', 'An issuer is an address without ? and #.'),
  },
})
