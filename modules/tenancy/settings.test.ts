import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import { changeTenant, dropTheme, readTenant, readTheme, removeLogo, saveTheme, TenantTheme } from './contract.ts'
import { senderOf, settingsOf, themeOf } from './index.ts'

const w = await world()
const boss = w.administrator
const events = async () =>
  (
    await w.owner.query("select count(*)::int as n from platform.events where name = 'tenancy.tenant_changed' and tenant_id = $1", [
      w.tenantId,
    ])
  ).rows[0].n

test('settings begin with defaults, change one by one, and what nobody knows is refused', async () => {
  const first = await boss.call(readTenant, {})
  assert.deepEqual(first.settings, { locale: 'en-GB', timeZone: 'Europe/London' })
  const changed = await boss.call(changeTenant, { body: { settings: { timeZone: 'Europe/Dublin' }, industryType: 'Farming' } })
  assert.deepEqual([changed.settings, changed.industryType], [{ locale: 'en-GB', timeZone: 'Europe/Dublin' }, 'Farming'])
  for (const body of [
    { settings: { colour: 'red' } },
    { branding: { logo: { id: 'x', key: 'other/tenant', size: 1 } } },
    { configuration: {} },
  ])
    assert.equal((await boss.refused(changeTenant, { body })).status, 422)
  assert.equal((await boss.refused(changeTenant, { body: { settings: { timeZone: 'Moon/Base' } } })).status, 422)
  await w.owner.query(`update tenancy.tenants set settings = '{"locale": 7}' where id = $1`, [w.tenantId])
  assert.deepEqual(await w.inTenant(settingsOf), { locale: 'en-GB', timeZone: 'Europe/London' })
})

test('a display name is what people read, a sender name is who mail is from', async () => {
  const before = await w.inTenant(senderOf)
  assert.match(before, /^Tenant t-/)
  await boss.call(changeTenant, { body: { branding: { displayName: 'Hill Farm' } } })
  assert.equal(await w.inTenant(senderOf), 'Hill Farm')
  await boss.call(changeTenant, { body: { branding: { senderName: 'Hill Farm Health' } } })
  assert.equal(await w.inTenant(senderOf), 'Hill Farm Health')
  const { rows } = await w.owner.query('select name from tenancy.tenant_list where tenant_id = $1', [w.tenantId])
  assert.equal(rows[0].name, 'Hill Farm')
})

test('a logo is drawn anew without what else was in its file, anybody sees it, and the old one is forgotten', async () => {
  const v = visitor(w, { '__Host-salus': boss.token })
  const photo = await sharp({ create: { width: 1200, height: 400, channels: 3, background: '#0f6b6b' } })
    .withExif({ IFD0: { Artist: 'Somebody at home' } })
    .jpeg()
    .toBuffer()
  assert.ok(photo.includes('Somebody at home'))
  const made = await v.upload('/tenant/logo', { name: 'logo.jpg', bytes: photo })
  assert.equal(made.statusCode, 201)
  const { logoUrl } = made.json()
  const shown = await visitor(w).send('GET', logoUrl.replace(/^\/api/, ''))
  assert.equal(shown.headers['content-type'], 'image/png')
  const picture = await sharp(shown.rawPayload).metadata()
  assert.deepEqual([picture.format, picture.width, picture.height, picture.exif], ['png', 480, 160, undefined])
  assert.equal((await w.inTenant(themeOf)).logoUrl, logoUrl)

  await v.upload('/tenant/logo', { name: 'logo.jpg', bytes: photo })
  await w.runJobs()
  assert.equal((await visitor(w).send('GET', logoUrl.replace(/^\/api/, ''))).statusCode, 404)
  await boss.call(removeLogo, {})
  assert.equal((await boss.call(readTenant, {})).logoUrl, null)
})

test('a drawing with script in it, a file that only says it is an image, and a torn image are refused', async () => {
  const v = visitor(w, { '__Host-salus': boss.token })
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')
  const torn = (
    await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
  ).subarray(0, 200)
  for (const bytes of [svg, Buffer.from('\x89PNG\r\n\x1a\nno image'), torn, Buffer.alloc(0)]) {
    const refused = await v.upload('/tenant/logo', { name: 'logo.png', bytes, type: 'image/png' })
    assert.deepEqual([refused.statusCode, refused.json().code], [422, 'tenancy.not_an_image'])
  }
  const form = (boundary: string) => ({ headers: { 'content-type': `multipart/form-data${boundary}` } })
  const head = '--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
  for (const [body, boundary] of [
    [`${head}half a file`, '; boundary=xyz'],
    ['nothing of a form', '; boundary=xyz'],
    [`${head}x\r\n--xyz--`, ''],
  ] as const) {
    const refused = await v.send('POST', '/tenant/logo', Buffer.from(body), form(boundary))
    assert.deepEqual([refused.statusCode, refused.json().code], [400, 'torn_upload'], body)
  }
  const wide = await sharp({ create: { width: 6000, height: 5000, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  assert.equal(
    (await v.upload('/tenant/logo', { name: 'wide.png', bytes: wide })).statusCode,
    422,
    'few bytes, and more pixels than are drawn',
  )
  assert.equal((await v.upload('/tenant/logo', { name: 'long.png', bytes: Buffer.alloc(2_200_000) })).statusCode, 413)
  assert.equal((await boss.call(readTenant, {})).logoUrl, null)
})

test('another look holds for everybody at once; colours that cannot be read are refused and change nothing', async () => {
  const person = await w.person('Tess', ['employee'])
  const look = TenantTheme.parse({ name: 'Hill Farm', colors: { primary: '#7a1f5c' }, typography: { font: 'serif', size: 18 } })
  const before = await events()
  await boss.call(saveTheme, { body: look })
  assert.equal(await events(), before + 1)
  const theme = await w.inTenant(themeOf)
  assert.deepEqual([theme.colors.primary, theme.typography.scale], ['#7a1f5c', 1.125])
  assert.match(theme.typography.fontFamily, /Georgia/)
  const pale = await boss.refused(saveTheme, { body: { ...look, colors: { ...look.colors, accent: '#ffd54d' } } })
  assert.deepEqual([pale.status, pale.errors?.[0]?.path], [422, 'colors.accent'])
  assert.equal((await person.refused(saveTheme, { body: look })).status, 403)
  assert.deepEqual(await boss.call(readTheme, {}), look)
  await boss.call(dropTheme, {})
  assert.equal((await w.inTenant(themeOf)).name, 'Salus')
  await boss.call(saveTheme, { body: { ...look, name: 'Second' } })
})
