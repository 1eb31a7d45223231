import type { Catalogue } from '../../tools/catalogue.ts'

export type Drawing = {
  entities: Map<string, Map<string, { references: boolean; values: string[] }>>
  relationships: { one: string; other: string; words: string }[]
}
export type ModelMap = {
  entities: Record<string, { table: string; attributes: Record<string, string> }>
  deviations: { entity: string; attribute: string; why: string }[]
  classes: Record<string, string>
}

/** Reads entity-relationship diagrams in Mermaid; an entity drawn more than once has the union of its attributes. */
export function readDrawings(sources: string[]): Drawing {
  const drawing: Drawing = { entities: new Map(), relationships: [] }
  const entity = (name: string) => {
    const attributes = drawing.entities.get(name) ?? new Map<string, { references: boolean; values: string[] }>()
    drawing.entities.set(name, attributes)
    return attributes
  }
  for (const source of sources) {
    let open: string | undefined
    for (const line of (source.split(/^---$/m)[0] ?? '').split('\n').map((text) => text.trim())) {
      const relationship = /^(\w+)\s+[|}o]{2}--[|{o]{2}\s+(\w+)\s*:\s*(.+)$/.exec(line)
      const attribute = /^(\w+)\s+(\w+)(?:\s+(PK|FK|UK))?(?:\s+"([^"]*)")?$/.exec(line)
      if (relationship) {
        const [, one, other, words] = relationship as unknown as [string, string, string, string]
        entity(one)
        entity(other)
        drawing.relationships.push({ one, other, words: words.replaceAll('"', '') })
      } else if (/^\w+ \{$/.test(line)) {
        open = line.slice(0, -2)
        entity(open)
      } else if (line === '}') open = undefined
      else if (open && attribute) {
        const [, type, name, key, values] = attribute as unknown as [string, string, string, string?, string?]
        const before = entity(open).get(name)
        entity(open).set(name, {
          references: key === 'FK' || before?.references === true,
          values: [...new Set([...(before?.values ?? []), ...(type === 'enum' && values ? values.split(',') : [])])],
        })
      } else if (line && !line.startsWith('%%') && line !== 'erDiagram') throw new Error(`cannot read this line of a drawing: ${line}`)
    }
  }
  return drawing
}

/** Plain ids by agreement: the audit trail is their authority. */
const whoDidIt = new Set(['created_by', 'updated_by', 'assigned_by', 'revoked_by'])
const classes = new Set(['open', 'employer', 'personal', 'clinical', 'secret'])

/** Every line of the drawings has arrived in the database, or a deviation says why not. Returns what is wrong, in sentences. */
export function check(drawing: Drawing, map: ModelMap, catalogue: Catalogue): string[] {
  const wrong: string[] = []
  const tables = new Map(catalogue.tables.map((table) => [table.name, new Set(table.columns.map((column) => column.name))]))
  const deviates = (entity: string, attribute: string) => map.deviations.some((one) => one.entity === entity && one.attribute === attribute)
  if (map.deviations.length > 12) wrong.push(`${map.deviations.length} deviations, 12 are allowed`)
  for (const { entity, attribute, why } of map.deviations) {
    if (!drawing.entities.get(entity)?.has(attribute)) wrong.push(`deviation ${entity}.${attribute} is not drawn`)
    if (why.length < 10) wrong.push(`deviation ${entity}.${attribute} gives no reason`)
  }
  for (const name of Object.keys(map.entities)) if (!drawing.entities.has(name)) wrong.push(`entity ${name} is not drawn`)

  for (const [name, attributes] of drawing.entities) {
    const mapped = map.entities[name]
    if (!mapped) {
      wrong.push(`entity ${name} is not mapped`)
      continue
    }
    if (!tables.has(mapped.table)) wrong.push(`${name}: there is no table ${mapped.table}`)
    for (const attribute of Object.keys(mapped.attributes)) if (!attributes.has(attribute)) wrong.push(`${name}.${attribute} is not drawn`)
    for (const [attribute, { references, values }] of attributes) {
      const place = locate(map, name, attribute)
      if (!place) {
        if (!deviates(name, attribute)) wrong.push(`${name}.${attribute} is not mapped`)
        continue
      }
      if (!tables.get(place.table)?.has(place.column)) wrong.push(`${name}.${attribute}: there is no column ${place.table}.${place.column}`)
      if (deviates(name, attribute)) continue
      if (references && !whoDidIt.has(attribute) && !looksUp(place.table)) {
        const targets = targetsOf(drawing, map, name, attribute)
        const found = catalogue.references.some(
          (one) => one.table === place.table && one.columns.includes(place.column) && targets.has(one.target) && bound(one, tables),
        )
        if (!found)
          wrong.push(
            `${name}.${attribute}: ${place.table}.${place.column} is no foreign key to ${[...targets].join(' or ') || 'anything known'}`,
          )
      }
      const allowed = catalogue.checks
        .filter((one) => one.table === place.table && one.columns.join() === place.column)
        .map((one) => one.definition)
      for (const value of values) {
        if (!allowed.some((definition) => definition.includes(`'${value}'`)))
          wrong.push(`${name}.${attribute}: no check of ${place.table}.${place.column} lists '${value}'`)
      }
    }
  }

  for (const { one, other, words } of drawing.relationships) {
    const [left, right] = [tablesOf(map, one), tablesOf(map, other)]
    if ([...left, ...right].some(looksUp)) continue
    const joined = catalogue.references.some(
      (key) => bound(key, tables) && ((left.has(key.table) && right.has(key.target)) || (right.has(key.table) && left.has(key.target))),
    )
    if (!joined) wrong.push(`relationship ${one} ${words} ${other} is no foreign key`)
  }
  return [...wrong, ...checkClasses(map, catalogue), ...checkIndexes(catalogue)]
}

/** Every table has a confidentiality class; a class names a table or column that exists. */
function checkClasses(map: ModelMap, catalogue: Catalogue): string[] {
  const known = new Set(catalogue.tables.flatMap((table) => [table.name, ...table.columns.map((column) => `${table.name}.${column.name}`)]))
  return [
    ...catalogue.tables
      .filter((table) => table.kind === 'table' && !map.classes[table.name])
      .map((table) => `${table.name} has no confidentiality class`),
    ...Object.entries(map.classes).flatMap(([name, value]) => [
      ...(known.has(name) ? [] : [`class of ${name}: there is no such table or column`]),
      ...(classes.has(value) ? [] : [`class of ${name}: '${value}' is unknown`]),
    ]),
  ]
}

/** Some index over all rows starts with the columns of every foreign key, in any order; the tenant may come in addition. */
function checkIndexes(catalogue: Catalogue): string[] {
  const serves = (columns: string[], index: string[]) => {
    const wanted = new Set(['tenant_id', ...columns])
    const start = index.slice(0, index[0] === 'tenant_id' ? wanted.size : columns.length)
    return columns.every((column) => start.includes(column)) && start.every((column) => wanted.has(column))
  }
  return catalogue.references
    .filter((key) => !catalogue.indexes.some((index) => index.table === key.table && !index.partial && serves(key.columns, index.columns)))
    .map((key) => `foreign key ${key.name}: no index of ${key.table} starts with (${key.columns.join(', ')})`)
}

/** An attribute arrives in a column of its entity's table, or in `schema.table.column` elsewhere. */
function locate(map: ModelMap, entity: string, attribute: string): { table: string; column: string } | undefined {
  const { table, attributes } = map.entities[entity] ?? { table: '', attributes: {} }
  const column = (attributes as Record<string, string>)[attribute]
  const elsewhere = column?.split('.') ?? []
  if (elsewhere.length === 3) return { table: elsewhere.slice(0, 2).join('.'), column: elsewhere[2] as string }
  return column ? { table, column } : undefined
}

function tablesOf(map: ModelMap, entity: string): Set<string> {
  const attributes = Object.keys(map.entities[entity]?.attributes ?? {})
  return new Set([map.entities[entity]?.table ?? '', ...attributes.map((attribute) => locate(map, entity, attribute)?.table ?? '')])
}

/** The tables that an attribute's name points to: `prerequisite_module_id` to Module, `parent_id` to the entity itself. */
function targetsOf(drawing: Drawing, map: ModelMap, entity: string, attribute: string): Set<string> {
  const word = attribute.replace(/_id$/, '')
  const last = word.split('_').at(-1) as string
  if (word === 'parent') return tablesOf(map, entity)
  if (word === 'plan') return new Set(['tenancy.plans'])
  const sought =
    { org: 'organization', dept: 'department', sender: 'user', by: 'user' }[last] ??
    (word.startsWith('user_') ? word : last).replace('_', '')
  const plain = (name: string) => name.toLowerCase().replaceAll('_', '').replace(/s$/, '')
  return new Set([...drawing.entities.keys()].filter((name) => plain(name).endsWith(sought)).map((name) => map.entities[name]?.table ?? ''))
}

/** The platform lies below every module: what it knows of them are plain ids. */
const looksUp = (table: string) => table.startsWith('platform.')

/** A foreign key carries the tenant, unless its target is the same for all tenants. */
const bound = (key: Catalogue['references'][number], tables: Map<string, Set<string>>) =>
  key.columns.includes('tenant_id') || !tables.get(key.target)?.has('tenant_id')
