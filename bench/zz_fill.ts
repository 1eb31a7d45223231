import pg from 'pg'
import { openPlace } from './place.ts'
import { tenantOf } from './people.ts'
const place = await openPlace({ largePeople: 1000 })
const owner = new pg.Pool({ connectionString: place.url, max: 2 })
console.log(await tenantOf(place, owner, 1000))
const s = Date.now()
console.log(await tenantOf(place, owner, 1_000_000), (Date.now() - s) / 1000)
await owner.query('vacuum (analyze) directory.users, directory.person_words, directory.spellings, directory.departments')
await owner.end(); await place.leave(); process.exit(0)
