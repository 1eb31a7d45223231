import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

/** Everybody loads every module's routes.tsx before anything is seen: a contract there costs 2–7 kB each (gzip). */
test('what the browser loads first brings no contract and no page with it', () => {
  for (const path of globSync('modules/*/web/routes.tsx', { cwd: new URL('../../', import.meta.url) })) {
    const source = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
    for (const [line] of source.matchAll(/^import (?!type ).*from .*$/gm))
      assert.match(line, /from '(@tabler\/icons-react|zod|#platform\/web\/(routes|slots)\.tsx)'/, `${path}: ${line}`)
  }
})
