import { Readable } from 'node:stream'
import { openIntegration } from '#modules/tenancy/index.ts'
import { AppError } from '#platform/errors.ts'
import { type Files, s3Files, stagingOf } from '#platform/files.ts'
import type { JobContext, Tools } from '#platform/module.ts'
import { agentsTo } from '#platform/outbound.ts'
import { noting, unopened } from './channels.ts'
import { FileStore } from './contract.ts'

/** Files in a store that the tenant brought along have keys that say so, so that each is found where it was put. */
export const below = (tenantId: string) => `${tenantId}/own`
const ownerOf = (key: string): string | undefined => /^([^/]+)\/own\//.exec(key)?.[1]

const filesThere = (files: number) =>
  new AppError(
    409,
    'integrations.files_there',
    `${files === 1 ? 'One file is' : `${files} files are`} in this store: it must stay as long as they do. Switch it off to keep new files elsewhere.`,
  )
/** A store that holds files keeps its place. Throws 409 where it would go, or be sought elsewhere. */
export function mayMove(kept: { settings: FileStore; files: number } | null, next?: FileStore): void {
  if (!kept || kept.files === 0) return
  const { endpoint, bucket } = kept.settings
  if (next?.endpoint !== endpoint || next.bucket !== bucket) throw filesThere(kept.files)
}

/** The tenant's store, in use or wanted all the same; undefined where there is none. Its address is resolved once, and never a private one. */
async function storeOf(tools: Tools, tenantId: string, how: { evenOff: boolean }): Promise<Files | undefined> {
  const found = await tools.inTenant({ tenantId, userId: null, now: tools.clock() }, (db) => openIntegration(db, 'storage', how))
  const settings = FileStore.safeParse(found?.configuration)
  if (!found?.secret || !settings.success) return undefined
  const { endpoint, region, bucket, accessKeyId } = settings.data
  const agents = await agentsTo(tools.config, endpoint)
  const key = { accessKeyId, secretAccessKey: found.secret }
  return s3Files({ endpoint, region, bucket, key, agents, folder: stagingOf(tools.config) })
}

const known: Record<string, string> = {
  NoSuchBucket: 'There is no bucket of this name.',
  InvalidAccessKeyId: 'It does not know this access key.',
  SignatureDoesNotMatch: 'The secret is wrong.',
  AccessDenied: 'With this key that is not allowed in the bucket.',
}
/** What a store complains about, in words; undefined where it was not the store. */
function complaint(error: unknown): string | undefined {
  const { name, message, $metadata } = error as Error & { $metadata?: object }
  if (/ECONNREFUSED/.test(message)) return 'Nobody answers there.'
  return $metadata && name !== 'NoSuchKey' ? (known[name] ?? (message || name)) : undefined
}

const notNow = () =>
  new AppError(
    503,
    'integrations.store_fails',
    'The file store of your organisation does not do its work just now. Administrators read why under Integrations.',
    {
      retryAfter: 60,
    },
  )

/** The store of the installation, before which come those that tenants brought along: new files go there while one is in use. */
export function withOwnStores(toolsOf: () => Tools, ours: Files): Files {
  const using = async <T>(tenantId: string, how: { evenOff: boolean }, use: (store: Files | undefined) => Promise<T>): Promise<T> => {
    const note = noting(toolsOf(), tenantId, 'storage')
    const store = await storeOf(toolsOf(), tenantId, how).catch(async (error: Error) => {
      await note(error.message)
      throw notNow()
    })
    return use(store).catch(async (error: unknown) => {
      const problem = store && complaint(error)
      if (!problem) throw error
      await note(problem)
      throw notNow()
    })
  }
  /** Where a file is that was put there before. */
  const its = <T>(key: string, use: (store: Files) => Promise<T>): Promise<T> => {
    const owner = ownerOf(key)
    if (!owner) return use(ours)
    return using(owner, { evenOff: true }, (store) => {
      if (!store) throw new Error('the store of this file is gone')
      return use(store)
    })
  }
  return {
    put: (tenantId, content, mimeType) =>
      using(tenantId, { evenOff: false }, async (store) => {
        if (!store) return ours.put(tenantId, content, mimeType)
        const stored = await store.put(below(tenantId), content, mimeType)
        await noting(toolsOf(), tenantId, 'storage')(null)
        return stored
      }),
    get: (key, range) => its(key, (store) => store.get(key, range)),
    remove: (key) => its(key, (store) => store.remove(key)),
  }
}

/** Puts, reads and removes a file in the store as it is saved, in use or not. Throws what was wrong. */
export async function tryStoring({ tools, tenantId }: JobContext): Promise<void> {
  const store = await storeOf(tools, tenantId, { evenOff: true })
  if (!store) throw new Error(unopened)
  const content = crypto.randomUUID()
  try {
    const { key } = await store.put(below(tenantId), Readable.from([content]), 'text/plain')
    const read = Buffer.concat(await Array.fromAsync(await store.get(key))).toString()
    await store.remove(key)
    if (read !== content) throw new Error('What was read was not what had been put there.')
  } catch (error) {
    throw new Error(complaint(error) ?? (error as Error).message)
  }
}
