import { passSecondFactor } from '#modules/auth/index.ts'
import { originFor } from '#modules/tenancy/index.ts'
import { type Db, insert } from '#platform/db.ts'
import { type Client, handle, type Session } from '#platform/module.ts'
import * as api from './contract.ts'
import { lasts, wrongPasskey } from './policy.ts'
import { afterAdding, factorsOf, mustBeFresh } from './queries.ts'

/** Large, and needed by few requests. */
const webauthn = () => import('@simplewebauthn/server')

type Purpose = 'enrol' | 'show'
/** Passkeys belong to an address of ours, the configured or the organisation's: they work nowhere else, whatever a page looks like. */
async function partyOf(db: Db, client: Client) {
  const expectedOrigin = [...new Set([client.origin, await originFor(db)])]
  const expectedRPID = expectedOrigin.map((origin) => new URL(origin).hostname)
  return { rpID: expectedRPID.find((host) => host === client.host) ?? (expectedRPID[0] as string), ours: { expectedOrigin, expectedRPID } }
}

const remember = (db: Db, { who, purpose, challenge, now }: { who: Session; purpose: Purpose; challenge: string; now: Temporal.Instant }) =>
  insert(db, 'factors.challenges', { sessionId: who.id, purpose, challenge, expiresAt: now.add(lasts.challenge).toString() })

/** Was this asked for, in this session, for this? Once. */
const spends = (db: Db, who: Session, purpose: Purpose, now: Temporal.Instant) => async (challenge: string) => {
  const spent = await db
    .deleteFrom('factors.challenges')
    .where('sessionId', '=', who.id)
    .where('purpose', '=', purpose)
    .where('challenge', '=', challenge)
    .where('expiresAt', '>', now.toString())
    .returning('id')
    .execute()
  return spent.length > 0
}

const passkeysOf = async (db: Db, userId: string) => (await factorsOf(db, userId)).filter((one) => one.kind === 'passkey')
const described = (keys: Awaited<ReturnType<typeof passkeysOf>>) =>
  keys.map((one) => ({ id: one.credentialId as string, transports: one.transports as never }))

export const passkeyRoutes = [
  handle(api.beginPasskey, async ({ db, who, client, now }) => {
    await mustBeFresh(db, who, now)
    const options = await (await webauthn()).generateRegistrationOptions({
      rpName: 'Salus',
      rpID: (await partyOf(db, client)).rpID,
      userID: new Uint8Array(Buffer.from(who.userId)),
      userName: who.name,
      userDisplayName: who.name,
      attestationType: 'none',
      excludeCredentials: described(await passkeysOf(db, who.userId)),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    })
    await remember(db, { who, purpose: 'enrol', challenge: options.challenge, now })
    return options as never
  }),
  handle(api.addPasskey, async ({ db, who, client, body, now }) => {
    await mustBeFresh(db, who, now)
    const checked = await (await webauthn())
      .verifyRegistrationResponse({
        response: { ...body, clientExtensionResults: {} } as never,
        expectedChallenge: spends(db, who, 'enrol', now),
        ...(await partyOf(db, client)).ours,
        requireUserVerification: false,
      })
      .catch(() => undefined)
    if (!checked?.verified) throw wrongPasskey()
    const { credential, credentialBackedUp } = checked.registrationInfo
    await insert(db, 'factors.factors', {
      userId: who.userId,
      kind: 'passkey',
      name: body.name,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: body.response.transports ?? [],
      isSynced: credentialBackedUp,
    })
    return afterAdding(db, { who, client, now, method: 'passkey' })
  }),
  handle(api.passkeyToShow, async ({ db, who, client, now }) => {
    const options = await (await webauthn()).generateAuthenticationOptions({
      rpID: (await partyOf(db, client)).rpID,
      allowCredentials: described(await passkeysOf(db, who.userId)),
      userVerification: 'preferred',
    })
    await remember(db, { who, purpose: 'show', challenge: options.challenge, now })
    return options as never
  }),
  handle(api.showPasskey, async ({ db, who, client, body, now }) => {
    const { trust, ...response } = body
    const check = async () => {
      const key = (await passkeysOf(db, who.userId)).find((one) => one.credentialId === response.id)
      if (!key) return false
      const checked = await (await webauthn())
        .verifyAuthenticationResponse({
          response: { ...response, clientExtensionResults: {} } as never,
          expectedChallenge: spends(db, who, 'show', now),
          ...(await partyOf(db, client)).ours,
          credential: { id: response.id, publicKey: new Uint8Array(key.publicKey as Buffer), counter: key.counter },
          requireUserVerification: false,
        })
        .catch(() => undefined)
      if (!checked?.verified) return false
      const { newCounter, credentialBackedUp } = checked.authenticationInfo
      // A counter that stands still is a copy of the key; those without one stay at 0.
      const counted = await db
        .updateTable('factors.factors')
        .set({ counter: newCounter, isSynced: credentialBackedUp, lastUsedAt: now.toString() })
        .where('id', '=', key.id)
        .where((eb) => eb.or([eb('counter', '<', newCounter), eb('counter', '=', newCounter === 0 ? 0 : -1)]))
        .returning('id')
        .execute()
      return counted.length > 0
    }
    if (!(await passSecondFactor(db, { who, client, now, trust, method: 'passkey' }, check))) throw wrongPasskey()
  }),
]
