import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../tests/world.ts'
import { storageUse } from './contract.ts'
import { dropFile, keepFile, refuseFull } from './index.ts'

const w = await world()
const gigabyte = 1_000_000_000
const use = () => w.administrator.call(storageUse, {})

test('of forty files at once exactly as many are kept as there is room for, and each is counted once', async () => {
  await w.owner.query('update tenancy.tenants set max_storage_gb = 1 where id = $1', [w.tenantId])
  const keep = (n: number) => w.inTenant((db) => keepFile(db, { key: `file-${n}`, size: gigabyte / 10 }))
  const all = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => keep(n)))
  const kept = all.flatMap((one, n) => (one.status === 'fulfilled' ? [n] : []))
  assert.equal(kept.length, 10)
  assert.deepEqual(await use(), { used: gigabyte, most: gigabyte })
  await keep(kept[0] as number)
  assert.equal((await use()).used, gigabyte)
  await assert.rejects(w.inTenant(refuseFull), { status: 409, code: 'tenancy.storage_full' })
  await Promise.all([1, 2, 3].map(() => w.inTenant((db) => dropFile(db, `file-${kept[0]}`))))
  assert.equal((await use()).used, gigabyte - gigabyte / 10)
  await w.inTenant(refuseFull)
})

test('without a limit files are counted and never refused', async () => {
  const other = await w.tenant()
  await other.inTenant((db) => keepFile(db, { key: 'film', size: 5000 * gigabyte }))
  await other.inTenant(refuseFull)
  assert.deepEqual(await other.administrator.call(storageUse, {}), { used: 5000 * gigabyte, most: null })
})
