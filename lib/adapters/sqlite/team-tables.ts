import * as z from 'zod/mini'
import type { TeamBelonging } from '../../teams/belongings.ts'
import { type Team, thingsOf } from '../../teams/team.ts'
import { itemForm } from '../items/item-form.ts'
import { belongingForm, teamForm } from '../items/team-items.ts'
import type { Database } from './database.ts'
import { column, createItemTable } from './item-table.ts'

export const teamTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<Team>(database, {
    table: 'teams',
    columns: ['name'],
    keyLength: 1,
    nameOf: ([name]) => `team ${name}`,
    form: teamForm,
    columnsOf: ({ name }) => ({ name }),
  })

/** What leads to teams by what they list. Only within `Database.write`. */
export const thingRows = (database: Pick<Database, 'prepare'>) => {
  const add = database.prepare('INSERT OR REPLACE INTO teamThings VALUES (?, ?)')
  const remove = database.prepare('DELETE FROM teamThings WHERE thing = ?')
  return {
    /** @param had what the team listed before */
    put: (team: Team, had: readonly string[]): void => {
      for (const thing of had) remove.run(column(thing))
      for (const thing of thingsOf(team)) add.run(column(thing), column(team.name))
    },
  }
}

export const belongingTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<TeamBelonging>(database, {
    table: 'teamBelongings',
    columns: ['team', 'kind', 'name'],
    keyLength: 3,
    nameOf: ([team, kind, name]) => `${kind} ${name} of team ${team}`,
    form: belongingForm,
    columnsOf: ({ team, is, name }) => ({ team, kind: is, name }),
  })

/** How many jobs a team has made on a day. */
interface TeamDay {
  readonly team: string
  readonly day: string
  readonly count: number
}

export const teamDayTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<TeamDay>(database, {
    table: 'teamDays',
    columns: ['team', 'day'],
    keyLength: 2,
    nameOf: ([team, day]) => `the count of ${day} of team ${team}`,
    form: itemForm(() => z.object({ team: z.string(), day: z.string(), count: z.int() })),
    columnsOf: ({ team, day }) => ({ team, day }),
  })
