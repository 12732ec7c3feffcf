import type { Actor, Happening } from '../../audit/event.ts'
import { recordEvent, recordEventOrLog } from '../../audit/record-event.ts'
import { settingsStream } from '../../audit/streams.ts'
import { TeamError } from '../errors.ts'
import type { TeamDeps } from './team-deps.ts'

/** Any object, as history has it. */
const membersOf = (side: object): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(side))

interface Change {
  readonly team: string
  readonly action: Happening['action']
  readonly before?: object | undefined
  readonly after?: object | undefined
}

/**
 * Makes a change that history shows with what was before and after it: that it begins is recorded first, so that no change is
 * without its line, and then how it ended.
 */
export const recordChange = async <T>(
  deps: Pick<TeamDeps, 'history' | 'clock' | 'newId' | 'log'>,
  actor: Actor,
  { team, action, before, after }: Change,
  change: () => Promise<T>,
): Promise<T> => {
  const stream = settingsStream(team)
  const sides = { ...(before && { before: membersOf(before) }), ...(after && { after: membersOf(after) }) }
  await recordEvent(deps, stream, actor, { team, action, outcome: 'begun', ...sides })
  try {
    const result = await change()
    await recordEventOrLog(deps, stream, actor, { team, action, outcome: 'done' })
    return result
  } catch (error) {
    const refused = { outcome: 'refused', code: error instanceof TeamError ? error.code : '' } as const
    const ended = error instanceof TeamError ? refused : ({ outcome: 'failed' } as const)
    await recordEventOrLog(deps, stream, actor, { team, action, ...ended })
    throw error
  }
}
