import type { TeamStore } from '../../teams/ports.ts'
import { bucketOfThing, covers, overlap, type Team, thingsOf } from '../../teams/team.ts'
import type { Database } from './database.ts'
import { factTable } from './facts.ts'
import { column } from './item-table.ts'
import { teamTable, thingRows } from './team-tables.ts'

const MOVED = 'teams moved'

/** Teams in SQLite. What a team's own item lists is the team's; the table of things only leads to it. */
export const createSqliteTeamStore = (database: Database): TeamStore => {
  const teams = teamTable(database)
  const facts = factTable(database)
  const ownerOf = database.prepare('SELECT team FROM teamThings WHERE thing = ?')
  const things = thingRows(database)
  const bucketsBefore = database.prepare(
    "SELECT thing, team FROM teamThings WHERE thing >= 'bucket ' AND thing <= ? ORDER BY thing DESC",
  )
  const bucketsFrom = database.prepare(
    "SELECT thing, team FROM teamThings WHERE thing >= 'bucket ' AND thing < 'bucket!' ORDER BY thing",
  )
  let changes = 0
  /** The data folder is this process's alone (`data-dir.ts`), so no change comes from elsewhere. */
  const write = async <T>(change: () => T): Promise<T> => {
    try {
      return await database.write(change)
    } finally {
      changes += 1
    }
  }
  const page = database.prepare('SELECT * FROM teams WHERE name > ? ORDER BY name LIMIT ?')

  /** The team that lists a thing. */
  const owner = (thing: string): Team | undefined => {
    const row = ownerOf.get(column(thing))
    const team = row && teams.get(String(row.team))
    return team && thingsOf(team).includes(thing) ? team : undefined
  }

  const takenBy = (name: string, thing: string): readonly string[] => {
    const bucket = bucketOfThing(thing)
    const same = owner(thing)
    const others = same && same.name !== name ? [same.name] : []
    if (bucket === undefined) return others
    const overlapping = bucketsFrom.all().flatMap(({ thing: rule, team }) => {
      const other = bucketOfThing(String(rule)) ?? ''
      return String(team) !== name && overlap(other, bucket) && owner(String(rule)) ? [String(team)] : []
    })
    return [...new Set([...others, ...overlapping])]
  }

  return {
    get: async name => teams.get(name),
    getAll: async names => names.flatMap(name => teams.get(name) ?? []),

    find: async wanted =>
      new Map(
        wanted.flatMap(thing => {
          const team = owner(thing)
          return team ? [[thing, team] as const] : []
        }),
      ),

    ofBucket: async bucket => {
      for (const { thing, team: name } of bucketsBefore.each(column(`bucket ${bucket}*`))) {
        const team = owner(String(thing))
        if (!team || team.name !== name) continue
        // Were another team's rule about this bucket, it would overlap with the one just found.
        return team.buckets?.some(rule => covers(rule.bucket, bucket)) ? team : undefined
      }
      return undefined
    },

    put: (next, from) =>
      write(() => {
        const there = teams.get(next.name)
        if (there?.id !== from?.id || there?.version !== from?.version) return { is: 'changed' }
        const had = there ? thingsOf(there) : []
        const has = thingsOf(next)
        const taken = has
          .filter(thing => !had.includes(thing))
          .flatMap(thing => takenBy(next.name, thing).map(by => ({ thing, by })))
        if (taken.length > 0) return { is: 'taken', things: taken }
        things.put(next, had)
        teams.put(next)
        return { is: 'done' }
      }),

    list: async ({ limit, after = '' }) => {
      const rows = page.all(column(after), limit + 1)
      return { teams: rows.slice(0, limit).map(teams.read), more: rows.length > limit }
    },

    isMoved: async () => facts.get(MOVED) !== undefined,
    markMoved: async () => {
      await write(() => facts.put({ name: MOVED, value: 'yes' }))
    },
    changes: () => changes,
  }
}
