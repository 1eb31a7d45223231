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
          '  Demo accounts (password of all: salus-demo-2026):',
          ...demoAccounts.map(({ identifier, who }) => `    ${identifier.padEnd(28)} ${who}`),
        ]
      : []),
    ...(operatorKey ? ['', '  Operator key, shown once (creates tenants, keep it safe):', `    ${operatorKey}`] : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ]
  console.log(lines.join('\n'))
}

export const demoAccounts = [
  { identifier: 'employee@demo.example', who: 'Employee' },
  { identifier: 'nurse@demo.example', who: 'Occupational health professional' },
  { identifier: 'manager@demo.example', who: 'Manager of a department' },
  { identifier: 'instructor@demo.example', who: 'Instructor' },
  { identifier: 'learner@demo.example', who: 'Learner' },
  { identifier: 'admin@demo.example', who: 'Tenant administrator' },
] as const

export const announce = { seed, ready }
