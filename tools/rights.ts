import { finish, runTests, withTestDatabase } from './testing.ts'

// npm run rights: asks every route as every role, and writes docs/rights.md.
finish([
  await withTestDatabase((env) => runTests('rights', { files: ['tests/laws/matrix.test.ts'], env: { ...env, SALUS_WRITE_RIGHTS: '1' } })),
])
