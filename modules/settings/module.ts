import { accountOf, setPlaceAndLanguage } from '#modules/directory/index.ts'
import { change, type Db, insert } from '#platform/db.ts'
import { conflict, unauthenticated } from '#platform/errors.ts'
import { defineModule, handle, handleOpen } from '#platform/module.ts'
import { Preferences, readNotices, readPreferences, savePreferences } from './contract.ts'
import { systemSettings } from './system.ts'

const scheme = { category: 'appearance', key: 'colorScheme' } as const

const kept = (db: Db, userId: string) =>
  db
    .selectFrom('settings.user_preferences')
    .select(['id', 'value'])
    .where('userId', '=', userId)
    .where('category', '=', scheme.category)
    .where('key', '=', scheme.key)
    .executeTakeFirst()

async function read(db: Db, userId: string): Promise<Preferences> {
  const [person, row] = await Promise.all([accountOf(db, userId), kept(db, userId)])
  if (!person) throw unauthenticated()
  const colorScheme = Preferences.shape.colorScheme.catch('auto').parse(row?.value)
  return { colorScheme, locale: person.locale, timeZone: person.timeZone }
}

export const settings = defineModule({
  name: 'settings',
  level: 5,
  routes: [
    handleOpen(readNotices, async ({ tools, now }) => {
      const { announcement, ...rest } = await systemSettings(tools.system)
      const isOver = announcement?.until && Temporal.Instant.compare(Temporal.Instant.from(announcement.until), now) <= 0
      return { announcement: isOver ? null : announcement, ...rest }
    }),
    handle(readPreferences, ({ db, who }) => read(db, who.userId)),
    handle(savePreferences, async ({ db, who, body: { colorScheme, ...place } }) => {
      if (Object.keys(place).length) await setPlaceAndLanguage(db, { userId: who.userId, ...place })
      if (colorScheme) {
        const row = await kept(db, who.userId)
        if (row) await change(db, 'settings.user_preferences', { id: row.id }, { value: colorScheme })
        else await insert(db, 'settings.user_preferences', { userId: who.userId, ...scheme, value: colorScheme })
      }
      return read(db, who.userId)
    }),
  ],
  constraints: { user_preferences_key_unique: conflict },
})
