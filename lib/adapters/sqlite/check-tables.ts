import * as z from 'zod/mini'
import type { ScheduledCheck } from '../../checks/check.ts'
import type { CheckRun } from '../../checks/run.ts'
import { checkForm, RunItem } from '../items/check-items.ts'
import { itemForm } from '../items/item-form.ts'
import type { Database } from './database.ts'
import { createItemTable } from './item-table.ts'

export const checkTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<ScheduledCheck>(database, {
    table: 'checks',
    columns: ['team', 'name'],
    keyLength: 2,
    nameOf: ([team, name]) => `check ${name} of team ${team}`,
    form: checkForm,
    columnsOf: ({ team, name }) => ({ team, name }),
  })

/** The day of a team's last digest. */
interface DigestDay {
  readonly team: string
  readonly day: string
}

export const digestTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<DigestDay>(database, {
    table: 'digests',
    columns: ['team'],
    keyLength: 1,
    nameOf: ([team]) => `the day of the last digest of team ${team}`,
    form: itemForm(() => z.object({ team: z.string(), day: z.string() })),
    columnsOf: ({ team }) => ({ team }),
  })

/** A run, and the check that it is of. */
interface StoredRun extends Pick<ScheduledCheck, 'team' | 'name'> {
  readonly run: CheckRun
}

export const runTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<StoredRun>(database, {
    table: 'runs',
    columns: ['team', 'name', 'at', 'id'],
    keyLength: 4,
    nameOf: ([team, name, at]) => `the run of ${at} of check ${name} of team ${team}`,
    form: itemForm(() => z.object({ team: z.string(), name: z.string(), run: RunItem })),
    columnsOf: ({ team, name, run }) => ({ team, name, at: run.startedAt, id: run.runId }),
  })
