import { z } from 'zod'

type Json = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Json[]
  oneOf?: Json[]
  allOf?: Json[]
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  minItems?: number
  items?: Json
  prefixItems?: Json[]
  properties?: Record<string, Json>
  required?: string[]
}

/** The least a schema accepts, as far as its JSON Schema tells; `id` stands wherever an id is asked for. */
export function sampleOf(schema: z.ZodType, id: string): unknown {
  return build(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, id)
}

/** Fields whose rule no schema can say; of a job title and a department, the title; one id of several with commas between. */
const known: Record<string, unknown> = {
  timeZone: 'Europe/London',
  spans: [['09:00', '12:00']],
  workingHours: {},
  taxId: 'GB123456789',
  country: 'GB',
}

function build(schema: Json, id: string): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.anyOf ?? schema.oneOf
  if (choice) return build(choice.find((one) => one.type !== 'null') ?? (choice[0] as Json), id)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => build(one, id)))
  if (schema.type === 'object' || schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name]) => schema.required?.includes(name))
        .map(([name, of]) => [
          name,
          name === 'departmentId' && of.anyOf ? null : name === 'ids' && of.type === 'string' ? id : (known[name] ?? build(of, id)),
        ]),
    )
  if (schema.prefixItems) return schema.prefixItems.map((one) => build(one, id))
  if (schema.type === 'array') return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => build(schema.items ?? {}, id))
  if (schema.type === 'string') return text(schema, id)
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
  if (schema.type === 'boolean') return true
  return 'x'
}

const formats: Record<string, string> = {
  'date-time': '2026-06-16T09:00:00Z',
  date: '2026-06-16',
  email: 'somebody@example.org',
  uri: 'https://example.org/x',
  cidrv4: '192.0.2.0/24',
}
const guesses = [
  '2026-06-16',
  '09:00',
  'X-100',
  'x-100',
  'en-GB',
  'Europe/London',
  'people.example.org',
  '12',
  'abc',
  '#0a6b6b',
  'a'.repeat(64),
  '470592',
  '12345678',
]
function text({ format, pattern, minLength = 1 }: Json, id: string): string {
  if (format === 'uuid') return id
  const formed = format && formats[format]
  if (formed) return formed
  if (pattern) return guesses.find((one) => new RegExp(pattern).test(one)) ?? 'x'
  return 'x'.repeat(Math.max(1, minLength))
}
