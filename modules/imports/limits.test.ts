import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRole, giveRole } from '#modules/access/contract.ts'
import { readPerson } from '#modules/directory/contract.ts'
import { addEmployee } from '#modules/employees/contract.ts'
import { makeApiKey } from '#modules/keys/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { visitor } from '../../tests/visitor.ts'
import { archive, workbook } from '../../tests/workbook.ts'
import { world } from '../../tests/world.ts'
import type { ImportDetail } from './contract.ts'

const w = await world()
const boss = w.administrator
const rights = ['people:import', 'people:read', 'people:write', 'employees:write']
const head = 'Employee No,First name,Surname,E-mail'
/** Imports this line with a bearer token, as a program does; answers the status of each step, and applies. */
async function imports(bearer: string, line: string) {
  const v = visitor(w)
  const send = (path: string, body?: object) => v.send('POST', path, body, { bearer })
  const form = `--xyz\r\ncontent-disposition: form-data; name="file"; filename="people.csv"\r\n\r\n${head}\r\n${line}\r\n--xyz--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=xyz' }
  const run = (await v.send('POST', '/imports', Buffer.from(form), { bearer, headers })).json() as ImportDetail
  const mapping = run.columns.map((column) => column.field)
  const checked = await send(`/imports/${run.id}/check`, { mapping })
  await w.runJobs()
  const applied = await send(`/imports/${run.id}/application`, { deactivateLeavers: false })
  await w.runJobs()
  return [checked.statusCode, applied.statusCode]
}

test('an import by a key changes nobody who may do more than the key', async () => {
  const owner = await w.person('Olive', ['employee', 'tenant_administrator'], { employeeId: 'O-1' })
  const record = { userId: owner.id, employeeNumber: 'O-1', departmentId: null, jobTitle: null }
  await boss.call(addEmployee, { body: record })
  const { key } = await boss.call(makeApiKey, { body: { name: 'HR', permissions: rights, days: 9 } })
  await imports(key ?? '', 'O-1,Olive,Example,taken-over@elsewhere.example')
  const { email } = await boss.call(readPerson, { params: { id: owner.id } })
  assert.notEqual(email, 'taken-over@elsewhere.example')
})

test('who may change some people only imports none', async () => {
  const clerk = await w.person('Clerk', ['employee'])
  const conditions = { scope: 'department' } as const
  const grants = rights.map((permission) => (permission === 'people:write' ? { permission, conditions } : { permission }))
  await boss.call(addRole, { body: { name: 'Clerks', code: 'clerks', grants } })
  await boss.call(giveRole, { params: { id: clerk.id }, body: { role: 'clerks' } })
  assert.deepEqual((await imports(clerk.token, 'C-1,Any,Body,'))[0], 403)
})

const upload = (bytes: Buffer, name = 'people') => visitor(w, { [sessionCookie]: boss.token }).upload('/imports', { name, bytes })
/** A row of cells that hold their text themselves. */
const row = (...cells: string[]) => `<row>${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
const named = row('Employee No', 'First name', 'Surname')
const person = row('X-1', 'Ann', 'Bee')
const millions = (text: string, bytes: number) => Buffer.alloc(bytes, text)

test('a file made to harm is refused in plain words, holds little and changes nothing', async () => {
  const good = await workbook(named + person)
  const liar = Buffer.from(good)
  const said = Buffer.alloc(4)
  said.writeUInt32LE(Buffer.from(`<worksheet><sheetData>${named}${person}</sheetData></worksheet>`).length)
  for (let at = liar.indexOf(said); at >= 0; at = liar.indexOf(said, at)) liar.writeUInt32LE(9, at)
  const entity = '<!DOCTYPE sst [<!ENTITY file SYSTEM "file:///etc/passwd">]><si><t>&file;</t></si>'
  const cases: [what: string, bytes: Buffer, says: RegExp][] = [
    ['half a million empty rows', await workbook(millions('<row/>', 3_000_000)), /Unpacked, this workbook is larger/],
    ['one row of 1,000,000 cells', await workbook(`<row>${millions('<c/>', 4_000_000)}</row>`), /Unpacked, this workbook is larger/],
    ['a cell in column 1,000,000', await workbook(`${named}<row><c r="BDWGO2"><v>1</v></c></row>`), /Unpacked, this workbook is larger/],
    ['a million shared texts', await workbook(named + person, { shared: millions('<si/>', 5_500_000).toString() }), /Unpacked/],
    ['a tag without an end', await workbook(`${named}<row a="${millions('a', 1_000_000)}`), /Unpacked, this workbook is larger/],
    ['a text without an end', await workbook(`${named}<row><c><v>${millions('1', 1_000_000)}`), /Unpacked, this workbook is larger/],
    ['3,000 parts', await archive(Array.from({ length: 3_000 }, (_, i) => [`xl/${i}.xml`, ''])), /Unpacked, this workbook is larger/],
    [
      'two parts of one name',
      await workbook(named + person, { more: [['xl/workbook.xml', '<workbook/>']] }),
      /not a workbook that can be read/,
    ],
    ['a part outside', await workbook(named + person, { more: [['../../etc/passwd', 'x']] }), /not a workbook that can be read/],
    ['an archive in an archive', await archive([['people.xlsx', good]]), /not a workbook that can be read/],
    ['a document type', await workbook(named + person, { shared: entity }), /not a workbook that can be read/],
    ['a part that says it is smaller', liar, /not a workbook that can be read/],
    ['NUL in a text', Buffer.from('Employee No,First name,Surname\r\nX-1,An\0n,Bee'), /This is not text/],
    ['a quotation mark that stays open', Buffer.from('Employee No,First name,Surname\r\nX-1,"Ann,Bee'), /opens in line 2 is never closed/],
    ['one line of 2 MB', millions('a', 2_000_000), /Line 1 is longer than 100,000 characters/],
    ['one quoted line of 2 MB', Buffer.concat([Buffer.from('"'), millions('""', 2_000_000)]), /or a quotation mark/],
    ['a line of 10,000 columns', millions('a,', 20_000), /more than 100 columns/],
    ['half a million empty lines', millions('\n', 500_000), /more than 400,000 lines/],
  ]
  for (const [what, bytes, says] of cases) {
    const answer = await upload(bytes)
    assert.deepEqual([answer.statusCode, answer.json().code], [422, 'imports.wrong_file'], what)
    assert.match(answer.json().title, says, what)
  }
  assert.equal((await upload(millions('a', 32_000_000))).statusCode, 413)
  const { rows } = await w.owner.query('select from imports.runs where tenant_id = $1 and file_name = $2', [w.tenantId, 'people'])
  assert.equal(rows.length, 0)
})

test('a file is read as its maker saw it: formulas by what they came to, colours as nothing, text in whatever way it was saved', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy;[&gt;=1]@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
  const shared =
    '<si><t xml:space="preserve">Tom &amp; </t><rPh><t>no</t></rPh></si><si><r><t>O_x2019_</t></r><r><t>Neil_x0000_</t></r></si>'
  const cells =
    '<c r="A2" t="str"><f>"F"&amp;1</f><v>F1</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" s="1"><v>45325</v></c><c r="XFD2" s="1"/>'
  const book = await workbook(`${row('Employee No', 'First name', 'Surname', 'Start')}<row r="2">${cells}</row>`, { shared, styles })
  const text = 'Employee No,First name,Surname,Start\rF1,"Tom &",O’Neil,2024-02-03\r'
  const files = [
    book,
    Buffer.from(`\uFEFF${text}`),
    Buffer.from(`\uFEFF${text}`, 'utf16le'),
    Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  ]
  for (const bytes of files)
    assert.deepEqual(
      (await upload(bytes)).json().columns.map(({ samples }: { samples: string[] }) => samples),
      [['F1'], ['Tom &'], ['O’Neil'], ['2024-02-03']],
    )
})
