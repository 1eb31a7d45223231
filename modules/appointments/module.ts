import { placeOf } from '#modules/directory/index.ts'
import { needsOf } from '#modules/profiles/index.ts'
import { withExport } from '#platform/exports.ts'
import { type Context, defineModule, handle } from '#platform/module.ts'
import { book } from './book.ts'
import * as contract from './contract.ts'
import { listFreeTimes } from './offer.ts'
import * as policy from './policy.ts'
import { asItStands, move, seen, step } from './progress.ts'
import { calendarOf, listMine, listProfessionalsOf, shown } from './reading.ts'
import { prepare, reasonFor } from './reason.ts'
import { reminders } from './reminders.ts'
import { dropException, makeProfessional, myOwnSchedule, ownSchedule, setException, setSchedule } from './schedule.ts'

type Of = Pick<Context, 'db' | 'who' | 'now' | 'version'>
const one = async ({ db, who, now }: Of, id: string) => shown(await seen(db, id, who), who, now)
/** The appointment as it stands after an act, also for whoever has just handed it over. */
const after = async ({ db, who, now }: Of, id: string) => shown(await asItStands(db, id), who, now)
const today = (now: Temporal.Instant) => now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 }).toString()

const stepping = (endpoint: typeof contract.confirmAppointment, verb: 'confirm' | 'start' | 'complete' | 'markNoShow') =>
  handle(endpoint, async ({ params, ...context }) => {
    await step(context.db, verb, { id: params.id, ...context })
    return after(context, params.id)
  })

export const appointments = defineModule({
  name: 'appointments',
  level: 7,
  feature: 'occupational_health',
  permissions: contract.permissions,
  events: contract.events,
  reactions: reminders,
  routes: [
    handle(contract.listProfessionals, ({ db, query }) => listProfessionalsOf(db, query)),
    handle(contract.addProfessional, async ({ db, body }) => ({ id: await makeProfessional(db, body) })),
    handle(contract.mySchedule, async ({ db, who, now }) => ({ schedule: await myOwnSchedule(db, who, today(now)) })),
    handle(contract.getSchedule, ({ db, params, who, now }) => ownSchedule(db, { id: params.id, who, from: today(now) })),
    handle(contract.putSchedule, async ({ db, params, body, who, now, version }) => {
      const row = await ownSchedule(db, { id: params.id, who, from: today(now) })
      await setSchedule(db, { row, version, body })
      return ownSchedule(db, { id: params.id, who, from: today(now) })
    }),
    handle(contract.putException, async ({ db, params, body, who, now }) => {
      const row = await ownSchedule(db, { id: params.id, who, from: today(now) })
      await setException(db, { row, date: params.date, body })
      return { date: params.date, ...body }
    }),
    handle(contract.removeException, async ({ db, params, who, now }) => {
      const row = await ownSchedule(db, { id: params.id, who, from: today(now) })
      await dropException(db, { row, date: params.date })
    }),
    handle(contract.findSlots, ({ db, query, now }) => listFreeTimes(db, { ...query, now })),
    handle(contract.bookAppointment, async ({ db, body, who, now }) => shown(await book(db, { wish: body, who, now }), who, now)),
    ...withExport<contract.Appointment>(
      handle(contract.myAppointments, ({ db, query, who, now }) => listMine(db, { query, who, now })),
      contract.exportAppointments,
      {
        name: 'appointments',
        entity: 'appointments.appointments',
        columns: {
          Starts: (one) => one.startsAt,
          Ends: (one) => one.endsAt,
          Employee: (one) => one.employee.name,
          Professional: (one) => one.professional.name,
          Kind: (one) => one.type,
          How: (one) => one.mode,
          Place: (one) => one.location,
          Status: (one) => one.status,
        },
      },
    ),
    handle(contract.getAppointment, async ({ params, ...context }) => {
      const shown = await one(context, params.id)
      return { ...shown, needs: await needsOf(context.db, shown.employee.userId) }
    }),
    handle(contract.needsOfPerson, async ({ db, params }) => {
      await placeOf(db, params.id)
      return needsOf(db, params.id)
    }),
    handle(contract.moveAppointment, async ({ params, body, ...context }) => {
      await move(context.db, { id: params.id, to: body, ...context })
      return after(context, params.id)
    }),
    handle(contract.cancelAppointment, async ({ params, body, ...context }) => {
      await step(context.db, 'cancel', { id: params.id, reason: body.reason, ...context })
      return after(context, params.id)
    }),
    stepping(contract.confirmAppointment, 'confirm'),
    stepping(contract.startAppointment, 'start'),
    stepping(contract.completeAppointment, 'complete'),
    stepping(contract.markNoShow, 'markNoShow'),
    handle(contract.readReason, ({ db, params, who, now }) => reasonFor(db, { id: params.id, who, now })),
    handle(contract.prepareAppointment, ({ db, params, body, who, now }) => prepare(db, { id: params.id, who, now, text: body.text })),
    handle(contract.getCalendar, async ({ db, params, query, who }) =>
      calendarOf(db, await ownSchedule(db, { id: params.id, who, from: query.from }), query),
    ),
  ],
  constraints: {
    appointments_no_overlap: policy.slotTaken,
    appointments_employee_no_overlap: policy.youAreBusy,
    professionals_user_once: policy.alreadyProfessional,
    professionals_registration_number_unique: policy.registrationTaken,
    professionals_user_exists: policy.unknownPerson,
    professional_services_type_once: policy.sameMoment,
    working_exceptions_date_once: policy.sameMoment,
  },
})
