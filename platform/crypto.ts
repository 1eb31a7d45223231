import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { boundOf, type Db } from './db.ts'

export { type Keys, openKeys } from './keys.ts'

/** What a ciphertext belongs to: it opens nowhere else. */
export type Place = { table: string; column: string; row: string }

/** 256 bits of chance, as text for a URL or a cookie. Only its hash is ever stored. */
export const newToken = () => randomBytes(32).toString('base64url')
export const hashToken = (token: string) => createHash('sha256').update(token).digest()

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** A code for people to read out and type: ten letters of five bits of chance, none of which look alike: "K3F7Q-X2M9T". */
export function newCode(): string {
  const text = [...randomBytes(10)].map((byte) => letters[byte & 31]).join('')
  return `${text.slice(0, 5)}-${text.slice(5)}`
}
/** What was typed of such a code, without case, hyphens and spaces. */
export const plainCode = (typed: string) => typed.toUpperCase().replaceAll(/[^2-9A-Z]/g, '')
/** So many digits of chance. */
export const newDigits = (count: number) => String(randomInt(10 ** count)).padStart(count, '0')

export const keyedHash = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('hex')
export const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

/** Compares two secrets in constant time. */
export function sameSecret(left: Buffer | string, right: Buffer | string): boolean {
  const [a, b] = [hashToken(left.toString()), hashToken(right.toString())]
  return timingSafeEqual(a, b)
}

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext. `bound` is authenticated but not stored. */
export function seal(key: Buffer, plain: Buffer, bound: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Opens what `seal` made. Throws when key, text or place differ. */
export function open(key: Buffer, sealed: Buffer, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(bound))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
}

/**
 * Encrypts text about one person (`subjectId`) for one column of one row. The person's data key is made at first use and
 * wrapped by the tenant's key, which is wrapped by a key from the root secret outside the database.
 */
export async function encrypt(db: Db, subjectId: string, place: Place, plain: string): Promise<Buffer> {
  return seal(await dataKey(db, subjectId, true), Buffer.from(plain), bindingOf(db, place))
}

/** Decrypts what `encrypt` made. Throws when the person's key was destroyed. */
export async function decrypt(db: Db, subjectId: string, place: Place, sealed: Buffer): Promise<string> {
  return open(await dataKey(db, subjectId, false), sealed, bindingOf(db, place)).toString()
}

/** Encrypts what belongs to the tenant itself (passwords of its services, its configuration) for one column of one row. */
export const encryptForTenant = async (db: Db, place: Place, plain: string): Promise<Buffer> =>
  seal(await tenantSecretsKey(db), Buffer.from(plain), bindingOf(db, place))

/** Decrypts what `encryptForTenant` made. */
export const decryptForTenant = async (db: Db, place: Place, sealed: Buffer): Promise<string> =>
  open(await tenantSecretsKey(db), sealed, bindingOf(db, place)).toString()

/** A keyed hash that finds a value without revealing it (NHS number): HMAC-SHA-256 with a key of the tenant. */
export async function blindIndex(db: Db, purpose: string, value: string): Promise<Buffer> {
  const key = await tenantKey(db)
  return createHmac('sha256', key).update(`${purpose}\0${value}`).digest()
}

const bindingOf = (db: Db, { table, column, row }: Place) => [boundOf(db).tenantId, table, column, row].join('\0')

/** Keys unwrapped in a transaction, so that a page of one person's rows asks for them once. */
const inHand = new WeakMap<Db, Map<string, Buffer>>()

async function dataKey(db: Db, subjectId: string, create: boolean): Promise<Buffer> {
  const known = inHand.get(db)?.get(subjectId)
  if (known) return known
  const { tenantId } = boundOf(db)
  const wrapping = await tenantKey(db)
  const wrapped = await wrappedKey(db, subjectId, create ? () => seal(wrapping, randomBytes(32), `${tenantId}\0${subjectId}`) : undefined)
  if (!wrapped) throw new Error('the key of this person was destroyed')
  const key = open(wrapping, wrapped, `${tenantId}\0${subjectId}`)
  inHand.set(db, (inHand.get(db) ?? new Map()).set(subjectId, key))
  return key
}

async function tenantKey(db: Db): Promise<Buffer> {
  const { tenantId, tools } = boundOf(db)
  const root = tools.keys.derive('tenant-keys')
  const wrapped = await wrappedKey(db, tenantId, () => seal(root, randomBytes(32), tenantId))
  return open(root, wrapped as Buffer, tenantId)
}

const tenantSecretsKey = async (db: Db) =>
  createHmac('sha256', await tenantKey(db))
    .update('tenant secrets')
    .digest()

/** The stored key; made when there is none, where two at once agree on the first. */
async function wrappedKey(db: Db, subjectId: string, make?: () => Buffer): Promise<Buffer | undefined> {
  const find = async () =>
    (await db.selectFrom('platform.data_keys').select('wrappedKey').where('subjectId', '=', subjectId).executeTakeFirst())?.wrappedKey
  const known = await find()
  if (known || !make) return known
  await db
    .insertInto('platform.data_keys')
    .values({ subjectId, wrappedKey: make() } as never)
    .onConflict((conflict) => conflict.columns(['tenantId', 'subjectId']).doNothing())
    .execute()
  return find()
}
