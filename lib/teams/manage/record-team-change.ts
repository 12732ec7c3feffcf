import type { Actor, Happening } from '../../audit/event.ts'
import { type Begin, recordChange } from '../../audit/record-change.ts'
import { settingsStream } from '../../audit/streams.ts'
import { TeamError } from '../errors.ts'
import type { TeamDeps } from './team-deps.ts'

/** What is tried. */
interface TeamAttempt {
  readonly team: string
  readonly action: Happening['action']
  /** What of the team it is tried with. Default: the team itself */
  readonly detail?: string | undefined
}

/**
 * Tries a change of a team or of what it has, which the team's history shows with what was before and after it.
 *
 * @param change checks what is asked for, calls `begin`, and then changes something
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

/** A name as history has it, whatever was asked for. */
export const namedInHistory = (name: string): string => name.slice(0, LONGEST_NAME)
