import { describe, expect, it } from '@jest/globals'
import { keyStream } from '../../lib/audit/streams.ts'
import type { KeyRing } from '../../lib/teams/keys.ts'
import { recordedKeys } from '../../lib/teams/manage/record-key-changes.ts'
import { type Death, runUntil } from '../support/killed.ts'
import { submissionWorld } from '../support/submission-world.ts'

const ID = 'AKIAI44QH8DHBEXAMPLE'
const SECRET = 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY'

/** Keys in memory. */
const memoryRing = (secrets: Map<string, string>): KeyRing => ({
  put: async (id, secret) => {
    if (secrets.has(id)) return false
    secrets.set(id, secret)
    return true
  },
  rotate: async (id, secret) => {
    if (!secrets.has(id)) return false
    secrets.set(id, secret)
    return true
  },
  remove: async id => secrets.delete(id),
  list: async () => [...secrets.keys()].map(accessKeyId => ({ accessKeyId })),
})

const CHANGES: Readonly<Record<string, (ring: KeyRing) => Promise<boolean>>> = {
  'put-key': ring => ring.put(ID, SECRET),
  'rotate-key': ring => ring.rotate(ID, SECRET),
  'delete-key': ring => ring.remove(ID),
}

/** Changes keys in a process that may be killed. */
const lifeOf = async (action: string, there: readonly string[], death?: Death) => {
  const { deps } = submissionWorld()
  const secrets = new Map(there.map(id => [id, 'of before']))
  const before = JSON.stringify([...secrets])
  let isDone: boolean | undefined
  const steps = await runUntil(death, async port => {
    const ring = recordedKeys(
      port(memoryRing(secrets)),
      { ...deps, history: port(deps.history) },
      { actor: async () => ({ principal: 'ann', accessKeyId: 'AKIAANNANNANNANNANN0' }), teamOf: async () => 'lab' },
    )
    isDone = await CHANGES[action]?.(ring)
  })
  const { events } = await deps.history.stream(keyStream(ID), { limit: 10 })
  return { steps, isDone, isChanged: JSON.stringify([...secrets]) !== before, events }
}

describe.each(Object.keys(CHANGES))('%s', action => {
  const there = action === 'put-key' ? [] : [ID]

  it('is in history with who did it, and without the secret', async () => {
    const { isDone, events } = await lifeOf(action, there)

    expect(isDone).toBe(true)
    const about = { action, principal: 'ann', accessKeyId: 'AKIAANNANNANNANNANN0', team: 'lab', detail: ID }
    expect(events).toMatchObject([
      { ...about, outcome: 'begun' },
      { ...about, outcome: 'done' },
    ])
    expect(JSON.stringify(events)).not.toMatch(/je7MtGb|of before/)
  })

  it('that the ring refuses is refused in history too', async () => {
    const { isDone, events } = await lifeOf(action, action === 'put-key' ? [ID] : [])

    expect(isDone).toBe(false)
    const code = action === 'put-key' ? 'KEY_EXISTS' : 'KEY_NOT_FOUND'
    expect(events.at(-1)).toMatchObject({ action, outcome: 'refused', code })
  })

  it('leaves a trace wherever it is killed', async () => {
    const { steps } = await lifeOf(action, there)
    expect(steps).toBe(3)
    for (let step = 0; step < steps; step += 1) {
      for (const isDone of [false, true]) {
        const { isChanged, events } = await lifeOf(action, there, { step, isDone })
        const outcomes = events.map(({ outcome }) => outcome)
        expect({ step, isDone, isTraced: !isChanged || outcomes[0] === 'begun' }).toMatchObject({ isTraced: true })
        expect(outcomes.includes('done')).toBe(step === 2 && isDone)
      }
    }
  })
})
