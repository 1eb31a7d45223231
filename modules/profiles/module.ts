import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { conflict } from '#platform/errors.ts'
import { defineModule, handle, handleOpen, type PublicContext, type Session } from '#platform/module.ts'
import { serveResource } from '#platform/resource.ts'
import * as api from './contract.ts'
import { ask, endorse, endorsementsBy, skills, withdraw } from './endorsements.ts'
import { replan, warn } from './expiry.ts'
import { hangPhoto, photo, removeFile, storePaper, storePhoto } from './files.ts'
import { education, languages, serveOwn, work } from './lists.ts'
import { certifications, documents } from './papers.ts'
import { awaiting, paperToRead, portraitsOf, seenAs, setVerified, within } from './people.ts'
import * as policy from './policy.ts'
import * as profile from './profile.ts'
import { knownOf, personalOf } from './shown.ts'

const { ownProfile } = profile
const receiving = ({ tools, who, now, client, upload }: Omit<PublicContext, 'params'>) => ({
  ...{ tools, now, upload, ip: client.ip },
  who: who as Session,
})
const changed = (userId: string) => ['profiles.changed', { userIds: [userId] }] as const

export const profiles = defineModule({
  name: 'profiles',
  level: 6,
  permissions: api.permissions,
  routes: [
    handle(api.myProfile, ({ db, who }) => ownProfile(db, who)),
    handle(api.changeMyProfile, async ({ db, who, body, version, emit }) => {
      await profile.keepProfile(db, { userId: who.userId, fields: body as never, version })
      await emit(...changed(who.userId))
      return ownProfile(db, who)
    }),
    handle(api.setMyFields, async ({ db, who, body }) => {
      await profile.fillIn(db, { userId: who.userId, given: body.values, by: 'person' })
      return ownProfile(db, who)
    }),
    handle(api.myBloodGroup, async ({ db, who }) => ({ bloodGroup: await profile.bloodGroupOf(db, who.userId) })),
    handle(api.setMyBloodGroup, async ({ db, who, body }) => {
      await profile.keepBloodGroup(db, who.userId, body.bloodGroup)
      return body
    }),
    handle(api.myAccommodations, ({ db, who }) => profile.needsOf(db, who.userId)),
    handle(api.setMyAccommodations, async ({ db, who, body, now }) => {
      await profile.stateNeeds(db, who.userId, body, now)
      return body
    }),
    handleOpen(api.uploadPhoto, async (context) => {
      await storePhoto(receiving(context), context.params.kind)
      const { tenantId, userId } = context.who as Session
      return context.tools.inTenant(
        { tenantId, userId, now: context.now },
        async (db) => (await ownProfile(db, { userId, name: '' })).photos,
      )
    }),
    handle(api.removePhoto, ({ db, who, params }) => hangPhoto(db, who.userId, params.kind, null)),
    handle(api.showPhoto, async ({ db, who, params }) => {
      // A face is open to colleagues; the picture behind it to the manager and HR.
      if (params.id !== who.userId && params.kind === 'cover') await seenAs(db, who, params.id)
      else if (params.id !== who.userId) await within(db, who, 'people:read', params.id)
      return photo(db, params.id, params.kind)
    }),
    handle(api.portraits, async ({ db, who, query }) => ({ items: await portraitsOf(db, who, query.ids) })),
    ...[languages, education, work, skills, certifications, documents].flatMap(serveOwn),
    handleOpen(api.uploadPaper, (context) => storePaper(receiving(context), context.params)),
    handle(api.downloadPaper, async ({ db, who, params, query }) => {
      const paper = await paperToRead(db, { ...params, who, reason: query.reason })
      const ending = paper.fileType === 'application/pdf' ? 'pdf' : 'png'
      const stored = { key: paper.fileKey as string, size: paper.fileSize as number }
      return { stored, mimeType: paper.fileType as string, fileName: `${paper.title}.${ending}` }
    }),
    handle(api.awaitingVerification, ({ db, who, query }) => awaiting(db, who, query)),
    handle(api.verifyPaper, async ({ db, who, params, now, emit }) => emit(...changed(await setVerified(db, { ...params, who, at: now })))),
    handle(api.unverifyPaper, async ({ db, who, params, emit }) => emit(...changed(await setVerified(db, { ...params, who, at: null })))),
    handle(api.askEndorsement, ({ db, who, params, body, now }) => ask(db, { skillId: params.id, who, userId: body.userId, now })),
    handle(api.myEndorsements, async ({ db, who }) => ({ items: await endorsementsBy(db, who.userId) })),
    handle(api.endorseSkill, async ({ db, who, params, body, now, emit }) =>
      emit(...changed(await endorse(db, { skillId: params.id, who, now, ...body }))),
    ),
    handle(api.withdrawEndorsement, async ({ db, who, params, emit }) => emit(...changed(await withdraw(db, { skillId: params.id, who })))),
    handle(api.personProfile, ({ db, who, params }) => knownOf(db, { userId: params.id, who })),
    handle(api.personalProfile, ({ db, who, params, query }) => personalOf(db, { userId: params.id, who, ...query })),
    handle(api.setFieldsOf, async ({ db, who, params, body }) => {
      await within(db, who, 'profiles:write', params.id)
      await profile.fillIn(db, { userId: params.id, given: body.values, by: 'hr' })
      return { customFields: await profile.fieldsFor(db, 'hr', (await profile.profileRow(db, params.id)).customFields) }
    }),
    ...serveResource(api.profileFields),
  ],
  events: { 'profiles.changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named' } },
  reactions: [{ on: 'directory.organization_configured', name: 'replan_warnings', after: replan }],
  jobs: {
    'profiles.warn': warn,
    'profiles.forget_file': ({ payload, tenantId, now, tools }) =>
      tools.inTenant({ tenantId, userId: null, now }, (db) => removeFile(db, tools, (payload as { key: string }).key)),
  },
  constraints: {
    user_profiles_user_unique: conflict,
    accommodations_user_once: conflict,
    skill_endorsements_once: conflict,
    user_languages_language_unique: policy.languageTwice,
    user_languages_one_primary: policy.secondPrimary,
    user_skills_name_unique: policy.skillTwice,
    user_education_end_after_start: policy.endsEarly,
    user_education_current_is_open: policy.endsThoughCurrent,
    user_work_history_end_after_start: policy.endsEarly,
    user_work_history_current_is_open: policy.endsThoughCurrent,
    user_certifications_expiry_after_issue: policy.expiresEarly,
    custom_fields_key_unique: policy.keyTaken,
    custom_fields_choice_has_choices: policy.noChoices,
  },
})
