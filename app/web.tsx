import { createRouter } from '@tanstack/react-router'
import { web as access } from '#modules/access/web/routes.tsx'
import { web as account } from '#modules/account/web/routes.tsx'
import { web as appointments } from '#modules/appointments/web/routes.tsx'
import { web as assessments } from '#modules/assessments/web/routes.tsx'
import { web as audit } from '#modules/audit/web/routes.tsx'
import { currentSession, signOut } from '#modules/auth/contract.ts'
import { web as auth } from '#modules/auth/web/routes.tsx'
import { web as billing } from '#modules/billing/web/routes.tsx'
import { web as certificates } from '#modules/certificates/web/routes.tsx'
import { web as clinical } from '#modules/clinical/web/routes.tsx'
import { web as compliance } from '#modules/compliance/web/routes.tsx'
import { web as contacts } from '#modules/contacts/web/routes.tsx'
import { web as courses } from '#modules/courses/web/routes.tsx'
import { web as directory } from '#modules/directory/web/routes.tsx'
import { web as employees } from '#modules/employees/web/routes.tsx'
import { web as enrollments } from '#modules/enrollments/web/routes.tsx'
import { web as factors } from '#modules/factors/web/routes.tsx'
import { web as imports } from '#modules/imports/web/routes.tsx'
import { web as integrations } from '#modules/integrations/web/routes.tsx'
import { web as keys } from '#modules/keys/web/routes.tsx'
import { web as kiosks } from '#modules/kiosks/web/routes.tsx'
import { web as notifications } from '#modules/notifications/web/routes.tsx'
import { web as operator } from '#modules/operator/web/routes.tsx'
import { web as profiles } from '#modules/profiles/web/routes.tsx'
import { web as settings } from '#modules/settings/web/routes.tsx'
import { web as sso } from '#modules/sso/web/routes.tsx'
import { web as structure } from '#modules/structure/web/routes.tsx'
import { web as support } from '#modules/support/web/routes.tsx'
import { web as tenancy } from '#modules/tenancy/web/routes.tsx'
import { web as webhooks } from '#modules/webhooks/web/routes.tsx'
import { web as home } from '#platform/web/home.tsx'
import { routeTree } from '#platform/web/routes.tsx'
import { startWeb } from '#platform/web/start.tsx'

// Every module that has pages; the tuple is literal so that <Link to> knows every path.
const modules = [
  home,
  tenancy,
  directory,
  access,
  structure,
  auth,
  keys,
  settings,
  audit,
  notifications,
  integrations,
  factors,
  kiosks,
  support,
  contacts,
  employees,
  profiles,
  courses,
  appointments,
  enrollments,
  imports,
  sso,
  operator,
  billing,
  clinical,
  assessments,
  certificates,
  compliance,
  webhooks,
  account,
] as const

const router = createRouter({ routeTree: routeTree(modules), defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

void startWeb({
  router,
  modules,
  session: { current: currentSession, end: signOut },
  words: import.meta.glob<string>(['../modules/*/web/*.json', '../platform/web/cy.json'], {
    import: 'default',
    query: '?url',
    eager: true,
  }),
  pageWords: import.meta.glob<object>('../modules/*/web/en.json', { import: 'default', query: '?pages', eager: true }),
})
