import type { Db } from '#platform/db.ts'

/** Every job title in use, by name: hops through the index from one to the next instead of reading everybody. */
export async function jobTitles(db: Db): Promise<string[]> {
  const rows = await db
    .withRecursive('titles', (with_) =>
      with_
        .selectNoFrom((eb) =>
          eb
            .selectFrom('employees.roster')
            .select((of) => of.fn.min('jobTitle').as('first'))
            .as('title'),
        )
        .unionAll((union) =>
          union
            .selectFrom('titles')
            .where('titles.title', 'is not', null)
            .select((eb) =>
              eb
                .selectFrom('employees.roster as r')
                .whereRef('r.jobTitle', '>', 'titles.title' as never)
                .select((of) => of.fn.min('r.jobTitle').as('next'))
                .as('title'),
            ),
        ),
    )
    .selectFrom('titles')
    .select('title')
    .where('title', 'is not', null)
    .limit(2000)
    .execute()
  return rows.flatMap((row) => row.title ?? [])
}
