import { contactsOf, plain } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import { change, type Db, insert, remove } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import * as api from './contract.ts'
import type { OwnList } from './lists.ts'
import { sightOf } from './people.ts'
import { askedYourself, notFound, notYourOwnSkill } from './policy.ts'

type Values = Record<string, unknown>

/** Skills with who endorsed each; `mayEndorse` is for viewers who see them on a person's page. */
async function withEndorsements(db: Db, rows: Values[], viewer: string) {
  if (rows.length === 0) return []
  const given = await db
    .selectFrom('profiles.skill_endorsements as e')
    .innerJoin('directory.people as p', 'p.id', 'e.userId')
    .where(
      'e.skillId',
      'in',
      rows.map((row) => String(row.id)),
    )
    .where('e.endorsedAt', 'is not', null)
    .orderBy('e.endorsedAt')
    .select(['e.skillId', 'e.userId', 'p.name', 'e.comment', 'e.endorsedAt as at'])
    .execute()
  return rows.map((row) => {
    const endorsements = given.filter(({ skillId }) => skillId === row.id)
    const endorsedByMe = endorsements.some(({ userId }) => userId === viewer)
    return { ...row, endorsements, endorsedByMe, mayEndorse: row.userId !== viewer && !endorsedByMe }
  })
}
/** One skill is named once, however it is written. */
const skillColumns = (body: Values) => ({
  ...body,
  skillKey: body.skillName === undefined ? undefined : plain(String(body.skillName)),
})
export const skills: OwnList = {
  of: api.mySkills,
  table: 'profiles.user_skills',
  owner: 'userId',
  order: 'skillKey',
  columns: skillColumns,
  show: withEndorsements,
}

const skillOf = async (db: Db, id: string) => {
  const row = await db.selectFrom('profiles.user_skills').select(['id', 'userId', 'skillName']).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}
const entryOf = (db: Db, skillId: string, userId: string) =>
  db
    .selectFrom('profiles.skill_endorsements')
    .select(['id', 'askedAt', 'endorsedAt'])
    .where('skillId', '=', skillId)
    .where('userId', '=', userId)
    .executeTakeFirst()

type About = { skillId: string; who: Session; now: Temporal.Instant }

/** Asks a colleague once to endorse one's own skill; whoever was asked already is not asked again. Throws 404, 422. */
export async function ask(db: Db, { skillId, who, userId, now }: About & { userId: string }): Promise<void> {
  const skill = await skillOf(db, skillId)
  if (skill.userId !== who.userId) throw notFound()
  if (userId === who.userId) throw askedYourself()
  const [colleague] = await contactsOf(db, [userId])
  if (!colleague) throw notFound()
  if (await entryOf(db, skillId, userId)) return
  await insert(db, 'profiles.skill_endorsements', { skillId, userId, askedAt: now.toString() })
  await notify(db, {
    userIds: [userId],
    type: 'system_notification',
    title: `${who.name} asks you to endorse a skill`,
    message: `${skill.skillName}. Say so if you have seen it.`,
    link: '/endorsements',
    dedupeKey: `endorsement:${skillId}:${userId}`,
  })
}

/** Endorses a colleague's skill, or words it anew. Throws 404 for whoever was neither asked nor sees the skill, 403 for one's own. */
export async function endorse(db: Db, { skillId, who, comment, now }: About & { comment: string | null }): Promise<string> {
  const { userId } = await skillOf(db, skillId)
  if (userId === who.userId) throw notYourOwnSkill()
  const known = await entryOf(db, skillId, who.userId)
  if (!known && !(await sightOf(db, who, userId))) throw notFound()
  const values = { comment, endorsedAt: known?.endorsedAt ?? now.toString() }
  if (known) await change(db, 'profiles.skill_endorsements', { id: known.id }, values)
  else await insert(db, 'profiles.skill_endorsements', { skillId, userId: who.userId, ...values })
  return userId
}

/** Takes an endorsement back, or declines to give one. Throws 404 where there is none. */
export async function withdraw(db: Db, { skillId, who }: Omit<About, 'now'>): Promise<string> {
  const { userId } = await skillOf(db, skillId)
  const known = await entryOf(db, skillId, who.userId)
  if (!known) throw notFound()
  if (known.askedAt && known.endorsedAt)
    await change(db, 'profiles.skill_endorsements', { id: known.id }, { endorsedAt: null, comment: null })
  else await remove(db, 'profiles.skill_endorsements', { id: known.id })
  return userId
}

/** What somebody was asked to endorse, and what they endorsed. */
export const endorsementsBy = (db: Db, userId: string) =>
  db
    .selectFrom('profiles.skill_endorsements as e')
    .innerJoin('profiles.user_skills as s', 's.id', 'e.skillId')
    .innerJoin('directory.people as p', 'p.id', 's.userId')
    .where('e.userId', '=', userId)
    .orderBy('e.id', 'desc')
    .limit(200)
    .select(['e.skillId', 's.skillName', 'p.name as personName', 'e.askedAt', 'e.endorsedAt', 'e.comment'])
    .$narrowType<{ personName: string }>()
    .execute()
