import type { Actor, Happening } from '../../audit/event.ts'
import { recordEvent, recordEventOrLog } from '../../audit/record-event.ts'
import { settingsStream } from '../../audit/streams.ts'
import { TeamError } from '../errors.ts'
import type { TeamDeps } from './team-deps.ts'

/** Any object, as history has it. */
const membersOf = (side: object): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(side))

/** What is tried. */
interface Attempt {
  readonly team: string
  readonly action: Happening['action']
  /** What of the team it is tried with. Default: the team itself */
  readonly detail?: string | undefined
}

/** Records that a change begins. */
export type Begin = (sides: {
  readonly before?: object | undefined
  readonly after?: object | undefined
}) => Promise<void>

/**
 * Tries a change that history shows with what was before and after it. What is refused has its line. That a change begins is
 * recorded before it is made, so that no change is without its line, and then how it ended.
 *
 * @param change checks what is asked for, calls `begin`, and then changes something
 */
export const recordChange = async <T>(
  deps: Pick<TeamDeps, 'history' | 'clock' | 'newId' | 'log'>,
  actor: Actor,
  { team, action, detail }: Attempt,
  change: (begin: Begin) => Promise<T>,
): Promise<T> => {
  const stream = settingsStream(team)
  const tried = { team, action, ...(detail !== undefined && { detail }) }
  const begin: Begin = async ({ before, after }) => {
    const sides = { ...(before && { before: membersOf(before) }), ...(after && { after: membersOf(after) }) }
    await recordEvent(deps, stream, actor, { ...tried, outcome: 'begun', ...sides })
  }
  try {
    const result = await change(begin)
    await recordEventOrLog(deps, stream, actor, { ...tried, outcome: 'done' })
    return result
  } catch (error) {
    const refused = { outcome: 'refused', code: error instanceof TeamError ? error.code : '' } as const
    const ended = error instanceof TeamError ? refused : ({ outcome: 'failed' } as const)
    await recordEventOrLog(deps, stream, actor, { ...tried, ...ended })
    throw error
  }
}

const LONGEST_NAME = 64

/** A name as history has it, whatever was asked for. */
export const namedInHistory = (name: string): string => name.slice(0, LONGEST_NAME)
