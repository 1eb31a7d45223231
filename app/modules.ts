import { access } from '#modules/access/module.ts'
import { account } from '#modules/account/module.ts'
import { appointments } from '#modules/appointments/module.ts'
import { assessments } from '#modules/assessments/module.ts'
import { audit } from '#modules/audit/module.ts'
import { identify } from '#modules/auth/index.ts'
import { auth } from '#modules/auth/module.ts'
import { billing } from '#modules/billing/module.ts'
import { certificates } from '#modules/certificates/module.ts'
import { clinical } from '#modules/clinical/module.ts'
import { compliance } from '#modules/compliance/module.ts'
import { contacts } from '#modules/contacts/module.ts'
import { courses } from '#modules/courses/module.ts'
import { directory } from '#modules/directory/module.ts'
import { employees } from '#modules/employees/module.ts'
import { enrollments } from '#modules/enrollments/module.ts'
import { factors } from '#modules/factors/module.ts'
import { imports } from '#modules/imports/module.ts'
import { integrations } from '#modules/integrations/module.ts'
import { keys } from '#modules/keys/module.ts'
import { kiosks } from '#modules/kiosks/module.ts'
import { notifications } from '#modules/notifications/module.ts'
import { isOperator } from '#modules/operator/index.ts'
import { operator } from '#modules/operator/module.ts'
import { profiles } from '#modules/profiles/module.ts'
import { settings } from '#modules/settings/module.ts'
import { sso } from '#modules/sso/module.ts'
import { structure } from '#modules/structure/module.ts'
import { support } from '#modules/support/module.ts'
import { hasFeature } from '#modules/tenancy/index.ts'
import { tenancy } from '#modules/tenancy/module.ts'
import { webhooks } from '#modules/webhooks/module.ts'
import { type Ports, register } from '#platform/module.ts'

/** Every module, by level: a module calls only those above it in this list. */
export const modules = [
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

export const registry = register(modules)

/** What the platform asks of the modules. */
export const ports: Ports = {
  identify,
  hasFeature,
  isOperator,
}
