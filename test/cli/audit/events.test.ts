import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { importManifest } from '../../support/manifests.ts'

let world: CliWorld
let jobId = ''
beforeAll(async () => {
  world = await cliWorld()
  const { printed } = await world.does(['submit', '-', '--format', 'json'], { input: importManifest() })
  jobId = JSON.parse(printed)[0].job.jobId
})
afterAll(() => world.stop())

describe('waybill events', () => {
  it('shows history over all jobs in every form', async () => {
    const table = await world.does(['events', '--job', jobId])
    const ndjson = await world.does(['events', '--job', jobId, '--format', 'ndjson'])

    expect(table).toMatchObject({ code: 0, complained: '' })
    expect(table.printed).toMatch(/^TIME +TEAM +JOB +ACTION +OUTCOME +BY/)
    expect(table.printed).toMatch(new RegExp(` local +${jobId} +submit +done `))
    expect(JSON.parse(ndjson.printed.split('\n')[0] ?? '')).toMatchObject({ jobId, action: 'submit', outcome: 'done' })
    expect((await world.does(['events', '--format', 'csv'])).printed).toMatch(/^time,team,job,action,/)
  })

  it('filters, and shows what happened in the last day unless it is asked for more', async () => {
    expect((await world.does(['events', '--action', 'cancel'])).printed).toBe('No events.\n')
    expect((await world.does(['events', '--to', '2020-01-01', '--from', '2019-01-01'])).printed).toBe('No events.\n')
    expect(await world.does(['events', '--action', 'dance'])).toMatchObject({ code: 2 })
    expect(await world.does(['events', '--from', 'yesterday'])).toMatchObject({ code: 1 })
    expect(await world.does(['events', '--follow', '--format', 'json'])).toMatchObject({ code: 2 })
  })

  it('follows what happens until Ctrl-C, each event once, and not its own looks', async () => {
    const stop = new AbortController()
    let shown = ''
    let isCancelled = false
    const stdout = {
      isTerminal: false,
      write: (text: string) => {
        shown += text
        if (shown.includes('"action":"cancel"')) stop.abort()
        else if (!isCancelled) {
          isCancelled = true
          void world.does(['cancel', jobId])
        }
      },
    }

    const { code } = await world.does(['events', '--follow', '--every', '1', '--format', 'ndjson'], {
      stdout,
      stopped: stop.signal,
    })

    const events = shown
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(code).toBe(0)
    expect(events.filter(({ action }) => action === 'submit')).toHaveLength(1)
    expect(events.filter(({ action }) => action === 'list-events')).toEqual([])
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  })

  it('does not begin to follow where no answer comes', async () => {
    const env = { WAYBILL_URL: 'http://127.0.0.1:1' }

    expect(await world.does(['events', '--follow'], { env })).toMatchObject({ code: 3 })
  })
})
