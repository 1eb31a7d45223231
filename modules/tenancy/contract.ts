import { z } from 'zod'
import { endpoint, Id, Instant } from '#platform/contract.ts'
import { contrast } from '#platform/web/colors.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'tenants:read': { says: 'See the settings of the organisation', roles: ['admin', 'tenant_administrator'] },
  'tenants:write': { says: 'Change the settings of the organisation', roles: ['tenant_administrator'], withheld: 'access' },
  'tenants:domains': {
    withheld: 'access',
    says: 'Say which domains are the organisation’s: links to choose a password lead to the primary one',
    roles: ['tenant_administrator'],
    system: true,
  },
} as const

/**
 * Parts of the system that a tenant has or has not; the modules that belong to one name it. `limits` are counted by calendar month;
 * `configuration` says what can be agreed about it, and what holds where nothing was.
 */
export const features = {
  learning: {
    byDefault: true,
    limits: ['enrollments'],
    /** `selfEnrol`: people may enrol by themselves, where a course lets them. */
    configuration: z.strictObject({ selfEnrol: z.boolean().default(true) }),
  },
  occupational_health: { byDefault: true, limits: [], configuration: z.strictObject({}) },
} as const satisfies Record<string, { byDefault: boolean; limits: readonly string[]; configuration: z.ZodObject }>
export const FeatureKey = z.enum(Object.keys(features) as [keyof typeof features, ...(keyof typeof features)[]])
export type FeatureKey = z.infer<typeof FeatureKey>
export type FeatureConfiguration<Key extends FeatureKey> = z.output<(typeof features)[Key]['configuration']>

/** One thing a tenant may configure. The module that uses it declares it in its contract; what nobody declares cannot be kept. */
export type ConfigKey<Value = unknown> = {
  key: string
  category: string
  schema: z.ZodType<Value>
  /** What holds while the tenant has said nothing. */
  default: Value
  /** Kept encrypted under the tenant's key. */
  encrypted: boolean
}

/** Declares a configuration: `configKey('auth.sign_in_policy', { schema, default: … })`. Its category is the module's name. */
export const configKey = <Value>(
  key: `${string}.${string}`,
  of: { schema: z.ZodType<Value>; default: NoInfer<Value>; encrypted?: boolean },
): ConfigKey<Value> => ({ key, category: key.split('.')[0] as string, encrypted: false, ...of })

const Zone = z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'This is not a time zone.')
const line = (most: number) => z.string().trim().min(1).max(most).nullable()
/** A default for each field that was never said. */
const withDefaults = <Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, defaults: z.output<z.ZodObject<Shape>>) =>
  z.preprocess((kept) => ({ ...defaults, ...(kept as object) }), fields)

const SettingsFields = z.strictObject({ locale: z.enum(['en-GB', 'cy']), timeZone: Zone })
/** How the tenant works: what new people start with. */
export const Settings = withDefaults(SettingsFields, { locale: 'en-GB', timeZone: 'Europe/London' })
export type Settings = z.infer<typeof SettingsFields>
const Names = z.strictObject({
  /** Instead of the tenant's name, wherever people see it. */
  displayName: line(80),
  /** Who mail is from. */
  senderName: line(80),
  /** Whom people who cannot sign in can ask. */
  supportEmail: z.email().max(254).nullable(),
})
/** What people see of the tenant. `logo` is set by its upload only. */
const BrandingFields = Names.extend({ logo: z.object({ id: Id, key: z.string(), size: z.number() }).nullable() })
export const Branding = withDefaults(BrandingFields, { displayName: null, senderName: null, supportEmail: null, logo: null })
export type Branding = z.infer<typeof BrandingFields>

const OwnTenant = z.object({
  name: z.string(),
  code: z.string(),
  status: z.string(),
  suspension: z.string().nullable(),
  trialEndsAt: Instant.nullable(),
  industryType: z.string().nullable(),
  settings: SettingsFields,
  branding: Names,
  logoUrl: z.string().nullable(),
})
export const readTenant = endpoint('GET /tenant', {
  permission: 'tenants:read',
  whileSuspended: true,
  returns: OwnTenant,
  summary: 'The organisation: its settings and what people see of it',
})
export const changeTenant = endpoint('PATCH /tenant', {
  permission: 'tenants:write',
  body: z.strictObject({
    industryType: z.string().trim().min(1).max(120).nullable().optional(),
    settings: SettingsFields.partial().optional(),
    branding: Names.partial().optional(),
  }),
  returns: OwnTenant,
  summary: 'Change settings or what people see; what is not named stays, what nobody knows is refused',
})
export const uploadLogo = endpoint('POST /tenant/logo', {
  permission: 'tenants:write',
  carries: 'upload',
  limit: 2 * 1024 * 1024,
  returns: z.object({ logoUrl: z.string() }),
  status: 201,
  summary: 'Another logo: PNG, JPEG or WebP, drawn anew',
})
export const removeLogo = endpoint('DELETE /tenant/logo', { permission: 'tenants:write', summary: 'No logo of our own' })
export const showLogo = endpoint('GET /logos/:tenantId/:id', { permission: 'public', carries: 'file', summary: 'The logo of a tenant' })

/** Typefaces that come with people's devices; none is fetched. */
export const fonts = {
  system: '',
  humanist: "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans'",
  geometric: "Avenir, Montserrat, Corbel, 'URW Gothic'",
  serif: "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia",
} as const
/** WCAG 2.2 AA (1.4.3): words in it on white, and white words on it. */
export const leastContrast = 4.5
const Colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/, 'Write a colour such as #0f6b6b.')
  .refine(
    (colour) => contrast(colour, '#ffffff') >= leastContrast,
    'White words on this colour could not be read by everybody. Choose a darker one.',
  )

/** How a tenant looks. */
export const TenantTheme = z.object({
  name: z.string().trim().min(1).max(120),
  colors: z
    .object({
      primary: Colour.default('#0f6b6b'),
      accent: Colour.default('#3a5a9b'),
      scheme: z.enum(['auto', 'light', 'dark']).default('auto'),
    })
    .prefault({}),
  typography: z
    .object({
      font: z.enum(Object.keys(fonts) as [keyof typeof fonts]).default('system'),
      size: z.number().int().min(14).max(20).default(16),
    })
    .prefault({}),
  layout: z
    .object({
      density: z.enum(['comfortable', 'compact']).default('comfortable'),
      navigation: z.enum(['left', 'right']).default('left'),
      radius: z.number().int().min(0).max(16).default(8),
    })
    .prefault({}),
  components: z
    .object({
      buttons: z.enum(['rounded', 'pill']).default('rounded'),
      surfaces: z.enum(['bordered', 'raised']).default('bordered'),
    })
    .prefault({}),
})
export type TenantTheme = z.infer<typeof TenantTheme>
export const readTheme = endpoint('GET /tenant/theme', {
  permission: 'tenants:read',
  returns: TenantTheme,
  summary: 'How the organisation looks',
})
export const saveTheme = endpoint('PUT /tenant/theme', {
  permission: 'tenants:write',
  body: TenantTheme,
  returns: TenantTheme,
  summary: 'Another look, for everybody at once; colours that cannot be read are refused',
})
export const dropTheme = endpoint('DELETE /tenant/theme', { permission: 'tenants:write', summary: 'Back to the look of Salus' })

export const storageUse = endpoint('GET /tenant/storage', {
  permission: 'self',
  /** In bytes; `most` null is no limit. */
  returns: z.object({ used: z.number(), most: z.number().nullable() }),
  summary: 'What the files of the organisation take, and may take',
})

export const Domain = z.object({
  id: Id,
  domain: z.string(),
  isPrimary: z.boolean(),
  verifiedAt: Instant.nullable(),
  lastCheckedAt: Instant.nullable(),
  /** The DNS TXT record that proves it. */
  record: z.object({ name: z.string(), value: z.string() }),
})
export type Domain = z.infer<typeof Domain>
const HostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/, 'Write a host name such as people.example.org.')
export const listDomains = endpoint('GET /tenant/domains', {
  permission: 'tenants:read',
  returns: z.object({ items: z.array(Domain), next: z.null() }),
  summary: 'The domains of the organisation, and how each is proven',
})
export const addDomain = endpoint('POST /tenant/domains', {
  permission: 'tenants:domains',
  body: z.object({ domain: HostName }),
  returns: Domain,
  status: 201,
  summary: 'Add a domain; it counts once its DNS record is found',
})
export const checkDomain = endpoint('POST /tenant/domains/:id/check', {
  permission: 'tenants:domains',
  returns: Domain,
  summary: 'Look for the DNS record now',
})
export const makePrimary = endpoint('PUT /tenant/domains/:id/primary', {
  permission: 'tenants:domains',
  summary: 'Links in mail lead to this domain from now on',
})
export const removeDomain = endpoint('DELETE /tenant/domains/:id', { permission: 'tenants:domains', summary: 'Remove a domain' })
