import { permissionList } from '#modules/access/index.ts'
import * as auth from '#modules/auth/index.ts'
import { forbidden, invalid } from '#platform/errors.ts'
import { defineModule, handle, type Session } from '#platform/module.ts'
import { listApiKeys, makeApiKey, permissions, revokeApiKey, rotateApiKey } from './contract.ts'

const notYours = () => invalid('permissions', 'A key can do only what you may do yourself.')
/** Keys are made by people: one that makes others would outlive its end. */
function mustBePerson(who: Session): void {
  if (who.kind === 'key') throw forbidden()
}

export const keys = defineModule({
  name: 'keys',
  level: 5,
  permissions,
  routes: [
    handle(listApiKeys, async ({ db, who, now }) => {
      const [rows, all] = await Promise.all([auth.apiKeysOf(db), permissionList(db)])
      const known = new Map(all.map(({ code, says, group }) => [code, { code, says, group }]))
      const items = rows.map(({ createdBy, maker, permissions, ...key }) => ({
        ...key,
        permissions: permissions.map((code) => known.get(code) ?? { code, says: code, group: '' }),
        isOver: key.expiresAt !== null && Temporal.Instant.compare(key.expiresAt, now) <= 0,
        maker: maker ?? '',
        may: { rotate: createdBy === who.userId && who.kind !== 'key' },
      }))
      return { items, next: null, mayGive: [...known.values()].filter(({ code }) => who.permissions.has(code)) }
    }),
    handle(makeApiKey, async ({ db, who, body, now }) => {
      mustBePerson(who)
      if (body.permissions.some((permission) => !who.permissions.has(permission))) throw notYours()
      const expiresAt = now.add({ hours: body.days * 24 }).toString()
      return auth.makeApiKey(db, { name: body.name, permissions: body.permissions, expiresAt, createdBy: who.userId })
    }),
    handle(rotateApiKey, async ({ db, who, params }) => {
      mustBePerson(who)
      return auth.rotateApiKey(db, { id: params.id, createdBy: who.userId })
    }),
    handle(revokeApiKey, ({ db, params, now }) => auth.revokeApiKey(db, { id: params.id, now })),
  ],
})
