import { setImmediate } from 'node:timers/promises'

/** Turns of the event loop, in each of which so much is done at the most: everything else of this process is served between. */
export interface LoopTurns {
  /** Takes a place in the present turn. @returns what to wait for before it is tried again; `undefined`: it is taken */
  take(): Promise<void> | undefined
  /** Is done once all who wait have had their places. */
  ended(): Promise<void>
}

export const createLoopTurns = (most: number): LoopTurns => {
  let turn: Promise<void> | undefined
  let taken = 0
  const end = async () => {
    await setImmediate()
    turn = undefined
    taken = 0
  }
  return {
    take: () => {
      turn ??= end()
      if (taken >= most) return turn
      taken += 1
      return undefined
    },
    ended: async () => {
      while (turn) await turn
    },
  }
}
