import type { Actor, Happening } from '../../audit/event.ts'
import { recordChange } from '../../audit/record-change.ts'
import type { EventDeps } from '../../audit/record-event.ts'
import { keyStream } from '../../audit/streams.ts'
import { KeyDeletedError, type KeyRing } from '../keys.ts'

/** The actor of changes of keys, and the teams of keys. */
interface KeyChanges {
  readonly actor: () => Promise<Actor>
  /** The team of a key. `undefined`: no team, or unknown. */
  readonly teamOf: (accessKeyId: string) => Promise<string | undefined>
}

type KeyAction = Extract<Happening['action'], `${string}-key`>

/** A change that the key ring refused, for its event. */
class NotDone extends Error {
  override readonly name = 'NotDone'
  readonly code: 'KEY_EXISTS' | 'KEY_NOT_FOUND'

  constructor(code: 'KEY_EXISTS' | 'KEY_NOT_FOUND') {
    super(code)
    this.code = code
  }
}

/** A key ring that records each change in history: one event before it, and one with its outcome. */
export const recordedKeys = (ring: KeyRing, deps: EventDeps, { actor, teamOf }: KeyChanges): KeyRing => {
  const change = async (
    action: KeyAction,
    accessKeyId: string,
    code: NotDone['code'],
    make: () => Promise<boolean>,
  ): Promise<boolean> => {
    const team = await teamOf(accessKeyId)
    const who = await actor()
    const tried = { stream: keyStream(accessKeyId), action, detail: accessKeyId, ...(team !== undefined && { team }) }
    try {
      await recordChange(deps, who, { ...tried, howItEnded }, async begin => {
        await begin()
        if (!(await make())) throw new NotDone(code)
      })
      return true
    } catch (error) {
      if (error instanceof NotDone) return false
      throw error
    }
  }
  return {
    put: (id, secret) => change('put-key', id, 'KEY_EXISTS', () => ring.put(id, secret)),
    rotate: (id, secret) => change('rotate-key', id, 'KEY_NOT_FOUND', () => ring.rotate(id, secret)),
    remove: id => change('delete-key', id, 'KEY_NOT_FOUND', () => ring.remove(id)),
    list: () => ring.list(),
  }
}

/** Where no answer came, the key may have changed all the same. */
const howItEnded = (error: unknown): Pick<Happening, 'outcome' | 'code'> => {
  if (error instanceof NotDone) return { outcome: 'refused', code: error.code }
  if (error instanceof KeyDeletedError) return { outcome: 'refused', code: 'KEY_DELETED' }
  return { outcome: 'unclear' }
}
