import { Details } from '#modules/directory/contract.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import { readOrganization } from './contract.ts'

export const organizationRoutes = [
  handle(readOrganization, async ({ db, params: { orgId } }) => {
    const [found, branches, departments] = await Promise.all([
      db
        .selectFrom('directory.organization_list as o')
        .leftJoin('directory.organization_list as p', 'p.id', 'o.parentId')
        .where('o.id', '=', orgId)
        .selectAll('o')
        .select('p.name as parentName')
        .executeTakeFirst(),
      db
        .selectFrom('directory.branch_list')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('orgId', '=', orgId)
        .executeTakeFirstOrThrow(),
      db
        .selectFrom('directory.department_list')
        .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('employeeCount').as('people')])
        .where('orgId', '=', orgId)
        .where('successorId', 'is', null)
        .executeTakeFirstOrThrow(),
    ])
    if (!found) throw notFound()
    const parts = await db
      .selectFrom('directory.organization_list')
      .select(['id', 'name'])
      .where('parentId', '=', orgId)
      .orderBy('name')
      .execute()
    const { parentId, parentName, metadata, ...organization } = found
    return {
      ...organization,
      metadata: Details.parse(metadata),
      parent: parentId && parentName ? { id: parentId, name: parentName } : null,
      parts,
      counts: { branches: Number(branches.n), departments: Number(departments.n), people: Number(departments.people ?? 0) },
    } as never
  }),
]
