import { z } from 'zod'
import { peopleById, setEmployeeNumber } from '#modules/directory/index.ts'
import { Id } from '#platform/contract.ts'
import { boundOf, change } from '#platform/db.ts'
import { withExport } from '#platform/exports.ts'
import { defineModule, handle, type Reaction } from '#platform/module.ts'
import * as contract from './contract.ts'
import { addEmployee, applyAssignment, assignTo } from './employment.ts'
import { followMerger } from './many.ts'
import { adjustmentsUnnamed, alreadyEmployed, alreadyWithdrawn, numberTaken, startOfDay } from './policy.ts'
import { departmentName, known, recordOf } from './queries.ts'
import {
  assignmentPage,
  changeRecord,
  employeePage,
  fitnessPage,
  ownRecord,
  readEmployment,
  readPersonal,
  showEmployment,
} from './records.ts'

/** `userIds`: whose screens change, the person first. */
const about = { payload: z.object({ employeeId: Id, userIds: z.array(Id) }), live: 'named' } as const
const Begins = z.object({ employeeId: Id })

type Merger = { mergerId: string; fromId: string; intoId: string }
/** Who works in a department that is merged works in the other one from now on; undone, those who went along work where they did. */
const followed =
  (from: 'fromId' | 'intoId', to: 'fromId' | 'intoId'): NonNullable<Reaction['inside']> =>
  async ({ db, payload, now }) => {
    const merger = payload as Merger
    const by = { now, by: boundOf(db).userId as string }
    await followMerger(db, { mergerId: merger.mergerId, from: merger[from], to: merger[to], isUndo: from === 'intoId' }, by)
  }

/** Person and record say the same: another number is that of both, another department is an assignment there. */
const followPerson: NonNullable<Reaction['inside']> = async ({ db, payload, now }) => {
  const { userId, fields } = payload as { userId: string; fields: string[] }
  if (!fields.includes('departmentId') && !fields.includes('employeeNumber')) return
  const [record, [person]] = await Promise.all([recordOf(db, userId), peopleById(db, [userId])])
  if (!record || !person) return
  const { id: employeeId, jobTitle } = record
  if (person.employeeId && person.employeeId !== record.employeeNumber)
    await change(db, 'employees.employees', { id: employeeId }, { employeeNumber: person.employeeId })
  const { deptId: departmentId } = person
  if (fields.includes('departmentId') && departmentId !== record.departmentId && record.employmentStatus !== 'terminated')
    await assignTo(db, { employeeId, departmentId, jobTitle, effectiveAt: now, now, by: boundOf(db).userId })
}

export const employees = defineModule({
  name: 'employees',
  level: 6,
  permissions: contract.permissions,
  routes: [
    handle(contract.myEmployment, async ({ db, who }) => {
      const record = await recordOf(db, who.userId)
      return { employment: record ? { ...record, ...showEmployment(record, who) } : null }
    }),
    handle(contract.changeMyContact, async ({ db, who, body, version }) => {
      const record = await changeRecord(db, { userId: who.userId, fields: body, version })
      return { ...record, ...showEmployment(record, who) }
    }),
    ...withExport<contract.Employment>(
      handle(contract.listEmployees, ({ db, query, who }) => employeePage(db, query, who)),
      contract.exportEmployees,
      {
        name: 'employees',
        entity: 'employees.employees',
        columns: {
          'Employee number': (one) => one.employeeNumber,
          Name: (one) => one.name,
          Department: (one) => one.departmentName,
          'Job title': (one) => one.jobTitle,
          'Start date': (one) => one.startDate,
          Status: (one) => one.employmentStatus,
        },
      },
    ),
    handle(contract.addEmployee, async ({ db, body, who, now }) => {
      await addEmployee(db, { ...body, now, by: who.userId })
      await setEmployeeNumber(db, { userId: body.userId, number: body.employeeNumber })
      return showEmployment(await ownRecord(db, body.userId), who)
    }),
    handle(contract.personEmployment, async ({ db, params, who }) => ({
      employment: await readEmployment(db, { userId: params.id, who }),
    })),
    handle(contract.personalRecord, ({ db, params, query, who }) => readPersonal(db, { userId: params.id, who, reason: query.reason })),
    handle(contract.changeEmployee, async ({ db, params, body, who, version }) => {
      const record = await changeRecord(db, { userId: params.id, fields: body, version })
      if (body.employeeNumber) await setEmployeeNumber(db, { userId: params.id, number: body.employeeNumber })
      return showEmployment(record, who)
    }),
    handle(contract.listAssignments, async ({ db, params, query, who }) => {
      const record = await known(db, { userId: params.id, who, by: 'employees:read' })
      return assignmentPage(db, record?.id, query)
    }),
    handle(contract.addAssignment, async ({ db, params, body, who, now }) => {
      const { effectiveOn, ...rest } = body
      const place = body.ended ? { departmentId: null, jobTitle: null, ended: true } : rest
      const { id } = await ownRecord(db, params.id)
      const row = await assignTo(db, { ...place, employeeId: id, effectiveAt: startOfDay(effectiveOn), now, by: who.userId })
      return { ...row, departmentName: await departmentName(db, row.departmentId) }
    }),
    handle(contract.myFitness, async ({ db, query, who, now }) => {
      const record = await recordOf(db, who.userId)
      return fitnessPage(db, { employeeId: record?.id, query, now, whole: true })
    }),
    handle(contract.personFitness, async ({ db, params, query, who, now }) => {
      const record = await known(db, { userId: params.id, who, by: 'fitness:read_all' })
      return fitnessPage(db, { employeeId: record?.id, query, now, whole: who.permissions.has('fitness:read_issuer') })
    }),
  ],
  constraints: {
    employees_user_once: alreadyEmployed,
    employees_employee_number_unique: numberTaken,
    fitness_outcomes_adjustments_named: adjustmentsUnnamed,
    fitness_withdrawals_once: alreadyWithdrawn,
  },
  events: {
    'employees.assigned': about,
    'employees.fitness_issued': about,
    'employees.fitness_withdrawn': about,
  },
  reactions: [
    { on: 'directory.person_changed', name: 'follow_person', inside: followPerson },
    { on: 'structure.departments_merged', name: 'follow_merger', inside: followed('fromId', 'intoId') },
    { on: 'structure.departments_parted', name: 'follow_parting', inside: followed('intoId', 'fromId') },
  ],
  jobs: {
    'employees.assignment_begins': ({ payload, tenantId, now, tools }) =>
      tools.inTenant({ tenantId, userId: null, now }, (db) => applyAssignment(db, Begins.parse(payload).employeeId, now)),
  },
})
