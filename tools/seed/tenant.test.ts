import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../tests/world.ts'
import { seedTenant } from './tenant.ts'

const w = await world('2026-11-25T09:00:00Z')

test('whoever is fit and certified does not depend on the day of the week on which a tenant is seeded', async () => {
  const facts: unknown[] = []
  for (const code of ['wednesday', 'saturday']) {
    const seeded = await seedTenant(w.tools, { code, name: code, people: 60, professionals: 2 })
    const { rows } = await w.owner.query(
      `select e.user_id, (select array_agg(o.outcome order by o.issued_at) from employees.fitness_outcomes o where o.tenant_id = e.tenant_id and o.employee_id = e.id) as outcomes,
              (select count(*)::int from certificates.certificates c where c.tenant_id = e.tenant_id and c.user_id = e.user_id) as certificates
         from employees.employees e where e.tenant_id = $1 order by e.user_id`,
      [seeded?.tenantId],
    )
    assert.ok(rows.some(({ outcomes, certificates }) => outcomes && certificates))
    facts.push(rows)
    w.clock.pass({ hours: 3 * 24 })
  }
  assert.deepEqual(facts[1], facts[0])
})
