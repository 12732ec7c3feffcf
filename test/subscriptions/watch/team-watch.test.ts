import { describe, expect, it } from '@jest/globals'
import { createTeamWatch } from '../../../lib/subscriptions/watch/team-watch.ts'
import { subscription } from '../../support/subscriptions.ts'

const START = Date.parse('2026-11-21T10:00:00.000Z')

const world = () => {
  let now = START
  let found = [subscription()]
  const asked: string[] = []
  let fails = false
  const watch = createTeamWatch(
    {
      ofTeam: async team => {
        asked.push(team)
        if (fails) throw new Error('the store is down')
        return found
      },
    },
    () => new Date(now),
  )
  return {
    watch,
    asked,
    at: (seconds: number) => {
      now = START + seconds * 1000
    },
    become: (next: typeof found) => {
      found = next
    },
    fail: (next: boolean) => {
      fails = next
    },
  }
}

describe('what is remembered of a team', () => {
  it('is asked for once in ten seconds', async () => {
    const { watch, asked, at, become } = world()
    await watch('lab')
    become([])
    at(9.9)
    expect(await watch('lab')).toHaveLength(1)
    at(10)
    expect(await watch('lab')).toEqual([])
    expect(asked).toEqual(['lab', 'lab'])
  })

  it('is not another team’s', async () => {
    const { watch, asked } = world()
    await watch('lab')
    await watch('film')

    expect(asked).toEqual(['lab', 'film'])
  })

  it('is forgotten where the clock was set back', async () => {
    const { watch, asked, at } = world()
    await watch('lab')
    at(-3600)
    await watch('lab')

    expect(asked).toHaveLength(2)
  })

  it('is never a failure', async () => {
    const { watch, fail } = world()
    fail(true)
    await expect(watch('lab')).rejects.toThrow('the store is down')
    fail(false)

    expect(await watch('lab')).toHaveLength(1)
  })
})
