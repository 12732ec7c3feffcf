import type { Actor, Happening } from '../../audit/event.ts'
import { type Begin, recordChange } from '../../audit/record-change.ts'
import { settingsStream } from '../../audit/streams.ts'
import { TeamError } from '../errors.ts'
import type { TeamDeps } from './team-deps.ts'

/** An attempt to change a team. */
interface TeamAttempt {
  readonly team: string
  readonly action: Happening['action']
  /** The thing of the team that is changed. Default: the team itself */
  readonly detail?: string | undefined
}

/**
 * Makes a change of a team or its things, and records it in the team's history with the facts before and after it.
 *
 * @param change checks the request, calls `begin`, and then makes the change
 */
export const recordTeamChange = <T>(
  deps: Pick<TeamDeps, 'history' | 'clock' | 'newId' | 'log'>,
  actor: Actor,
  { team, action, detail }: TeamAttempt,
  change: (begin: Begin) => Promise<T>,
): Promise<T> =>
  recordChange(
    deps,
    actor,
    { stream: settingsStream(team), team, action, ...(detail !== undefined && { detail }), howItEnded },
    change,
  )

const howItEnded = (error: unknown): Pick<Happening, 'outcome' | 'code'> =>
  error instanceof TeamError ? { outcome: 'refused', code: error.code } : { outcome: 'failed' }

const LONGEST_NAME = 64

/** A name for history, shortened, since a caller can send any text. */
export const namedInHistory = (name: string): string => name.slice(0, LONGEST_NAME)
