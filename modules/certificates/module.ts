import { originOf } from '#platform/config.ts'
import { type ExportColumns, withExport } from '#platform/exports.ts'
import { defineModule, handle, handleOpen } from '#platform/module.ts'
import { serveResource } from '#platform/resource.ts'
import * as api from './contract.ts'
import { issueCertificate, reissueCertificate, revokeCertificate } from './issue.ts'
import { printCertificate } from './pdf.ts'
import { alreadyIssued, alreadyRevoked, nameTaken } from './policy.ts'
import { reminders } from './reminders.ts'
import { certificateFor, listFor, shown, verify } from './show.ts'

const columns: ExportColumns<api.Certificate> = {
  Number: (one) => one.number,
  Name: (one) => one.holderName,
  Course: (one) => one.courseTitle,
  Issued: (one) => one.issueDate,
  'Valid until': (one) => one.expiryDate,
  State: (one) => one.state,
  Page: (one) => one.url,
}
const asFile = { name: 'certificates', entity: 'certificates.certificates', columns } as const

export const certificates = defineModule({
  name: 'certificates',
  level: 8,
  feature: 'learning',
  permissions: api.permissions,
  routes: [
    ...withExport(
      handle(api.myCertificates, ({ db, query, who, now }) => listFor(db, who, { ...query, userId: who.userId, now })),
      api.exportMyCertificates,
      asFile,
    ),
    ...withExport(
      handle(api.certificatesOf, ({ db, params, query, who, now }) => listFor(db, who, { ...query, ...params, now })),
      api.exportCertificatesOf,
      asFile,
    ),
    handle(api.getCertificate, async ({ db, params, who, now }) => shown(await certificateFor(db, who, params.id), who, now)),
    handle(api.certificatePdf, async ({ db, params, who, now }) => {
      const row = await certificateFor(db, who, params.id)
      const file = await printCertificate(db, { ...row, ...shown(row, who, now) })
      return { file, mimeType: 'application/pdf', fileName: `${row.number}.pdf` }
    }),
    handle(api.revokeCertificate, async ({ db, params, body, who, now }) => {
      await revokeCertificate(db, await certificateFor(db, who, params.id), { ...body, by: who.userId, now })
      return shown(await certificateFor(db, who, params.id), who, now)
    }),
    handle(api.reissueCertificate, async ({ db, params, who, now, client }) => {
      const former = await certificateFor(db, who, params.id)
      const id = await reissueCertificate(db, former, { by: who.userId, now, origin: client.origin })
      return shown(await certificateFor(db, who, id), who, now)
    }),
    handleOpen(api.verifyCertificate, ({ params, tools, now }) => verify(tools.system, params.number, now)),
    ...serveResource(api.templates),
  ],
  constraints: {
    certificates_enrollment_once: alreadyIssued,
    certificates_number_unique: alreadyIssued,
    revocations_once: alreadyRevoked,
    certificate_templates_name_unique: nameTaken,
  },
  events: api.events,
  reactions: [
    {
      on: 'enrollments.completed',
      name: 'issueCertificate',
      inside: ({ db, payload, now, tools }) => issueCertificate(db, payload, { now, origin: originOf(tools.config) }),
    },
    ...reminders,
  ],
})
