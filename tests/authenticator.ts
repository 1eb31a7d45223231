import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { codeAt, stepAt } from '#modules/factors/policy.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** What an authenticator app shows at a moment for the key it was given, spaces and all. */
export function codeFor(key: string, at: Temporal.Instant): string {
  const bits = [...key.replaceAll(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return codeAt(Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))), stepAt(at))
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest()
const big = (value: number, bytes: 2 | 4) => {
  const out = Buffer.alloc(bytes)
  out.writeUIntBE(value, 0, bytes)
  return out
}
type Options = { challenge: string; origin?: string; party?: string }

/** A passkey in software: what a phone does when somebody touches it. */
export function passkey(origin = 'http://localhost:3000') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  const id = randomBytes(16)
  let counter = 0
  const said = (type: string, { challenge, origin: from = origin }: Options) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
  const seen = (flags: number, { party = 'localhost' }: Options, more: Buffer[] = []) =>
    Buffer.concat([hash(party), Buffer.from([flags]), big(++counter, 4), ...more])
  const credential = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' as const }
  return {
    /** Answers what the browser asked for with a new key. */
    create: (options: Options) => {
      const key = isoCBOR.encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
          [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
        ]),
      )
      const authData = seen(0x45, options, [Buffer.alloc(16), big(id.length, 2), id, Buffer.from(key)])
      const attestation = new Map<string, string | Map<string, string> | Uint8Array>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ])
      return {
        ...credential,
        response: {
          clientDataJSON: said('webauthn.create', options).toString('base64url'),
          attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    /** Signs what it is asked to. */
    get: (options: Options) => {
      const client = said('webauthn.get', options)
      const authenticatorData = seen(0x05, options)
      return {
        ...credential,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: sign('sha256', Buffer.concat([authenticatorData, hash(client)]), privateKey).toString('base64url'),
        },
      }
    },
    /** A copy of it that has not counted along. */
    rewind: () => {
      counter = 0
    },
  }
}
