import { encrypt } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import type { Insert } from '#platform/rows.gen.ts'
import { bulk } from './bulk.ts'
import type { Chance } from './chance.ts'
import { type Professional, zone } from './professionals.ts'
import type { Worker } from './workers.ts'

const restrictions = [
  'No lifting above 10 kg',
  'No work with vibrating tools',
  'Hearing protection in every area above 80 dB(A)',
  'No work at height',
  'A break of ten minutes in every hour of screen work',
  'No night shifts',
]

/** Fitness outcomes of those whose work needs one, spread so that some lapse soon, some lapsed, some were withdrawn. */
export async function seedFitness(
  db: Db,
  given: { workers: readonly Worker[]; professionals: readonly Professional[]; random: Chance; now: Temporal.Instant },
): Promise<void> {
  const { workers, professionals, random, now } = given
  const outcomes: (Insert<'employees.fitness_outcomes'> & { id: string })[] = []
  for (const worker of workers) {
    if (random.happens(0.03)) continue // never seen yet
    const issuer = random.pick(professionals)
    const age = random.between(5, 742)
    const issuedAt =
      Temporal.Instant.compare(worker.startedAt, now.subtract({ hours: 24 * age })) > 0
        ? worker.startedAt.add({ hours: 24 })
        : now.subtract({ hours: 24 * age })
    const draw = random.next()
    const outcome = draw < 0.8 ? 'fit' : draw < 0.95 ? 'fit_with_adjustments' : draw < 0.98 ? 'temporarily_unfit' : 'unfit'
    const months = outcome === 'temporarily_unfit' ? 2 : 24
    outcomes.push({
      id: random.id(),
      employeeId: worker.employeeId,
      outcome,
      restrictions: outcome === 'fit_with_adjustments' ? [random.pick(restrictions)] : [],
      issuedAt: issuedAt.toString(),
      effectiveAt: issuedAt.toString(),
      reviewDate: issuedAt.toZonedDateTimeISO(zone).toPlainDate().add({ months }).toString(),
      issuedBy: issuer.userId,
      issuedByName: issuer.name,
    })
  }
  await bulk(db, 'employees.fitness_outcomes', outcomes)
  const withdrawn = outcomes.filter(() => random.happens(0.02))
  await bulk(
    db,
    'employees.fitness_withdrawals',
    withdrawn.map(({ id, issuedBy, issuedAt }) => {
      const at = Temporal.Instant.from(issuedAt as string)
        .add({ hours: 48 })
        .toString()
      return {
        outcomeId: id,
        reason: 'Issued in error; a new assessment will follow',
        withdrawnAt: at,
        effectiveAt: at,
        withdrawnBy: issuedBy as string,
      }
    }),
  )
}

/** The clinical record of the first people: NHS numbers from the 999 range, which is never given to anybody. */
export async function seedHealthRecords(db: Db, { workers, random }: { workers: readonly Worker[]; random: Chance }): Promise<void> {
  const { blindIndex } = await import('#platform/crypto.ts')
  for (const worker of workers) {
    const id = random.id()
    const nhsNumber = testNhsNumber(random)
    const sealed = (column: string, text: string) =>
      encrypt(db, worker.userId, { table: 'clinical.employee_health_info', column, row: id }, text)
    await db
      .insertInto('clinical.employee_health_info')
      .values({
        id,
        employeeId: worker.employeeId,
        nhsNumber: await sealed('nhs_number', nhsNumber),
        nhsNumberHash: await blindIndex(db, 'nhs_number', nhsNumber),
        gpName: await sealed('gp_name', 'Harbour Road Surgery'),
        bloodGroup: await sealed('blood_group', random.pick(['A+', 'O+', 'B+', 'O-', 'AB+', 'unknown'])),
      } as never)
      .execute()
  }
}

/** Ten digits from 999…, the last one the modulus 11 check digit. */
function testNhsNumber(random: Chance): string {
  for (;;) {
    const nine = `999${String(random.below(1_000_000)).padStart(6, '0')}`
    const sum = [...nine].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0)
    const check = (11 - (sum % 11)) % 11
    if (check < 10) return nine + check
  }
}
