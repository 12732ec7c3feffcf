import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { alone } from '../../../lib/cli/login/alone.ts'

const IO = { stopped: new AbortController().signal }

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-alone-'))
  file = join(folder, 'session.json')
})
afterEach(() => rm(folder, { recursive: true }))

const turns = async () => (await readdir(folder)).map(name => join(folder, name))

/** Takes a turn, and has it until it is let go. */
const hold = async () => {
  const taken = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const done = alone(file, IO, () => {
    taken.resolve()
    return letGo.promise
  })
  await taken.promise
  const [own = ''] = await turns()
  return {
    own,
    release: async () => {
      letGo.resolve()
      await done
    },
  }
}

describe('a turn', () => {
  it('is one process’s at a time, however many come at the same moment', async () => {
    let [now, most] = [0, 0]
    const takers = Array.from({ length: 20 }, () =>
      alone(file, IO, async () => {
        now += 1
        most = Math.max(most, now)
        await turn()
        now -= 1
      }),
    )
    await Promise.all(takers)

    expect({ now, most, left: await turns() }).toEqual({ now: 0, most: 1, left: [] })
  })

  it('is over where what was done in it fails', async () => {
    await expect(alone(file, IO, () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer')

    expect(await turns()).toEqual([])
  })

  it('stays with a process that lives, though hours have passed by the clock: the machine slept', async () => {
    const { own, release } = await hold()
    await utimes(own, 0, 0)
    let looks = 0
    let isTaken = false
    const steps: string[] = []
    const second = alone(
      file,
      IO,
      async () => {
        isTaken = true
        steps.push('second')
      },
      async () => {
        looks += 1
        if (looks < 50) return
        if (looks === 50) {
          steps.push(`after 50 looks ${isTaken ? 'taken' : 'waiting'}`)
          await release()
        }
      },
    )
    await second

    expect(steps).toEqual(['after 50 looks waiting', 'second'])
  })

  it('is over at once for a process that has ended without a word', async () => {
    const { own, release } = await hold()
    await release()
    const { pid } = spawnSync(process.execPath, ['--version'])
    await writeFile(own.replace(`.${process.pid}.`, `.${pid}.`), '')

    const looked = () => Promise.reject(new Error('it looked again'))

    expect(await alone(file, IO, async () => 'done', looked)).toBe('done')
    expect(await turns()).toEqual([])
  })

  it('is over for a process elsewhere that is not done after more looks than a turn can take', async () => {
    await writeFile(`${file}.turn.0123456789abcdef.1.id`, '')
    let looks = 0

    await alone(
      file,
      IO,
      async () => undefined,
      async () => {
        looks += 1
      },
    )

    // Two requests of 40 seconds, and a look takes a tenth of a second or more.
    expect(looks).toBeGreaterThan(800)
    expect(await turns()).toEqual([])
  })

  it('is not waited for by a command that was asked to stop', async () => {
    const { release } = await hold()
    const stop = new AbortController()
    const second = alone(
      file,
      { stopped: stop.signal },
      async () => 'done',
      async () => stop.abort(),
    )

    await expect(second).rejects.toThrow('It was interrupted.')
    await release()
    expect(await turns()).toEqual([])
  })

  it('cannot be had where nothing can be stored', async () => {
    await writeFile(file, '')

    await expect(alone(join(file, 'below'), IO, async () => 'done')).rejects.toThrow(/^The sign-in cannot be stored: /)
  })
})
