import { demoAccounts } from '#modules/auth/index.ts'
import type { Config } from '#platform/config.ts'
import type { Tools } from '#platform/module.ts'

/** Seeds the demo tenant when the database holds no tenant at all. Tells whether a demo tenant is there. */
async function seed(tools: Tools): Promise<boolean> {
  if (!tools.config.DEMO) return false
  const { seedDemo } = await import('../tools/seed/demo.ts')
  return seedDemo(tools)
}

function ready({ config, operatorKey, seeded }: { config: Config; operatorKey: string | undefined; seeded: boolean }): void {
  const address = config.ORIGIN ?? `http://localhost:${config.PORT}`
  const lines = [
    '',
    `  Salus is ready at ${address}`,
    ...(seeded
      ? [
          '',
          `  Demo accounts (password of all: ${demoAccounts.password}):`,
          ...demoAccounts.people.map(({ identifier, who }) => `    ${identifier.padEnd(28)} ${who}`),
        ]
      : []),
    ...(!config.SMTP_URL && config.NODE_ENV === 'development'
      ? ['', `  Letters are kept, and shown at http://localhost:${config.PORT}/dev/mail`]
      : []),
    ...(operatorKey ? ['', '  Operator key, shown once (creates tenants, keep it safe):', `    ${operatorKey}`] : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ]
  console.log(lines.join('\n'))
}

export const announce = { seed, ready }
