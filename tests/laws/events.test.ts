import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registry } from '#app/modules.ts'
import { defineModule, type Module, register } from '#platform/module.ts'
import { isLower, levels } from './levels.ts'
import { isTest, moduleOf, type Node, placeOf, readSources, type Source, walk, withFile } from './sources.ts'

const sources = readSources()
const { modules } = registry

/** Law 9: what is emitted and enqueued is declared, what is declared belongs to its module, and events go up. */
function eventsObey(all: readonly Source[], list: readonly Module[]): string[] {
  const events = new Set(list.flatMap((module) => Object.keys(module.events ?? {})))
  const tasks = new Set(list.flatMap((module) => Object.keys(module.jobs ?? {})))
  const mentioned = new Set<string>()
  const said = all
    .filter(({ path }) => /^(app|modules|platform|tools)\//.test(path) && !isTest(path) && !path.endsWith('.css'))
    .flatMap((source) => {
      const found: string[] = []
      walk(source, (node, parent) => {
        // A name is said where it is neither a key (its declaration) nor what a reaction listens to.
        const isKey = parent?.type === 'Property' && (parent.key === node || (parent.key as { name?: string }).name === 'on')
        if (node.type === 'Literal' && typeof node.value === 'string' && !isKey) mentioned.add(node.value)
        if (node.type !== 'CallExpression') return
        const callee = (node.callee as { name?: string; property?: { name?: string } }).name
        const words = (node.arguments as Node[]).filter((one) => one.type === 'Literal').map((one) => String(one.value))
        const name = words.find((word) => /^[a-z]+\.[a-z_]+$/.test(word))
        if (!name) return
        if (callee === 'emit' && !events.has(name)) found.push(`${placeOf(source, node)} emits ${name}, which nobody declares`)
        if (callee === 'later' && !tasks.has(name)) found.push(`${placeOf(source, node)} enqueues ${name}, which nobody declares`)
        const own = moduleOf(source.path)
        if (callee === 'emit' && own && own !== 'platform' && !name.startsWith(`${own}.`))
          found.push(`${placeOf(source, node)} emits ${name}, which is another module’s to say`)
      })
      return found
    })
  const declared = list.flatMap(({ name, level, events: own = {}, jobs = {}, reactions = [], cron = {} }) => [
    ...(levels[name] === level ? [] : [`${name}: its level is ${levels[name]}, not ${level}`]),
    ...[...Object.keys(own), ...Object.keys(jobs)]
      .filter((one) => !one.startsWith(`${name}.`))
      .map((one) => `${name} declares ${one}, which is not its own to say`),
    ...reactions.flatMap(({ on, name: reaction }) => {
      const from = on.split('.')[0] as string
      return from === name || isLower(from, name) ? [] : [`${name}.${reaction} reacts to ${on}: events go up`]
    }),
    ...reactions
      .filter(({ inside, after }) => !inside === !after)
      .map(({ name: one }) => `${name}.${one}: inside or after, one of the two`),
    ...Object.keys(cron)
      .filter((task) => !tasks.has(task))
      .map((task) => `${name}: no job ${task} for its time`),
  ])
  const unheard = [...events].filter((name) => !mentioned.has(name))
  return [...said, ...declared, ...unheard.map((name) => `${name} is declared and never said`)]
}

test('every event that is emitted is declared by its module, and heard only above', () => {
  assert.deepEqual(eventsObey(sources, modules), [])
})

test('the law about events notices what breaks it', () => {
  const said = (text: string) => eventsObey(withFile(sources, 'modules/notifications/x.ts', text), modules).join()
  assert.match(said("emit(db, 'notifications.lost', {})"), /emits notifications\.lost, which nobody declares/)
  assert.match(said("emit('auth.session_ended', {})"), /another module’s to say/)
  assert.match(said("later(db, 'notifications.lost', {})"), /enqueues notifications\.lost/)
  const with_ = (module: Partial<Module>) => eventsObey(sources, [...modules, { name: 'settings', level: 5, routes: [], ...module }]).join()
  assert.match(with_({ level: 4 }), /its level is 5, not 4/)
  assert.match(with_({ jobs: { 'audit.seal': async () => {} } }), /settings declares audit\.seal/)
  assert.match(with_({ reactions: [{ on: 'appointments.booked', name: 'r', after: async () => {} }] }), /events go up/)
  assert.match(with_({ reactions: [{ on: 'auth.session_ended', name: 'r' }] }), /inside or after/)
  assert.match(with_({ cron: { 'settings.sweep': '* * * * *' } }), /no job settings\.sweep/)
  assert.match(with_({ events: { 'settings.never': { payload: undefined as never } } }), /declared and never said/)
  const deaf = defineModule({
    name: 'settings',
    level: 5,
    routes: [],
    reactions: [{ on: 'auth.unheard', name: 'r', after: async () => {} }],
  })
  assert.throws(() => register([...modules, deaf]), /which nobody declares/)
})
