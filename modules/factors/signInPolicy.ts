import { signInPolicy } from '#modules/auth/contract.ts'
import { within } from '#modules/auth/index.ts'
import { configOf, setConfig } from '#modules/tenancy/index.ts'
import { record } from '#platform/db.ts'
import { handle } from '#platform/module.ts'
import { readSignInPolicy, setSignInPolicy } from './contract.ts'
import { shutOut } from './policy.ts'

export const policyRoutes = [
  handle(readSignInPolicy, async ({ db, client }) => ({ policy: await configOf(db, signInPolicy), address: client.ip })),
  handle(setSignInPolicy, async ({ db, body, client, who }) => {
    if (!within(body.networks)(client.ip)) throw shutOut(client.ip)
    const before = await configOf(db, signInPolicy)
    await setConfig(db, signInPolicy, body)
    // What a configuration holds is no matter for the audit trail; these rules are.
    record(db, { service: 'auth', entity: 'sign_in_policy', entityId: who.tenantId, action: 'update', old: before, new: body })
    return { policy: body, address: client.ip }
  }),
]
