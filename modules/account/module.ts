import { needsStepUp } from '#modules/factors/index.ts'
import { defineModule, handle } from '#platform/module.ts'
import * as api from './contract.ts'
import { askCopy, copiesOf, copyFile } from './copy.ts'
import { accept, decline, keptFor } from './decide.ts'
import { askDeletion, listRequests, requestsOf, withdraw } from './deletions.ts'
import { sayFarewell } from './letters.ts'
import { forgetCopy, makeCopy } from './makeCopy.ts'
import { alreadyAsked, alreadyOpen } from './policy.ts'

export const account = defineModule({
  name: 'account',
  level: 11,
  permissions: api.permissions,
  routes: [
    handle(api.myDataExports, async ({ db, who, now }) => ({
      items: await copiesOf(db, who.userId),
      stepUp: await needsStepUp(db, who, now),
    })),
    handle(api.askDataExport, ({ db, who, now }) => askCopy({ db, who, now })),
    handle(api.downloadDataExport, ({ db, who, now, params }) => copyFile({ db, who, now }, params.id)),
    handle(api.myDeletionRequests, async ({ db, who }) => ({ items: await requestsOf(db, who.userId) })),
    handle(api.askDeletion, ({ db, who, now, body }) => askDeletion(db, { who, now, ...body })),
    handle(api.withdrawDeletion, ({ db, who, now, params }) => withdraw(db, { id: params.id, who, now })),
    handle(api.listDeletionRequests, ({ db, who, query }) => listRequests(db, who, query)),
    handle(api.whatIsKept, async ({ db, params }) => ({ items: await keptFor(db, params.id) })),
    handle(api.acceptDeletion, ({ db, who, now, params, body }) => accept(db, { id: params.id, who, now, ...body })),
    handle(api.declineDeletion, ({ db, who, now, params, body }) => decline(db, { id: params.id, who, now, ...body })),
  ],
  jobs: { 'account.copy': makeCopy, 'account.forget_copy': forgetCopy, 'account.farewell': sayFarewell },
  constraints: { data_exports_one_waiting: alreadyAsked, deletion_requests_one_open: alreadyOpen },
})
