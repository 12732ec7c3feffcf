import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { importManifest } from '../../support/manifests.ts'

let world: CliWorld
let jobId = ''
beforeAll(async () => {
  world = await cliWorld()
  const here = { endpoint: world.url, auth: 'none' }
  const profiles = {
    here: { ...here, team: 'local', depotEndpoint: world.depotUrl },
    query: { ...here, endpoint: 'http://127.0.0.1:1', queryEndpoint: world.url },
    bare: here,
    foreign: { ...here, team: 'film' },
  }
  await mkdir(join(world.folder, '.config/waybill'), { recursive: true })
  await writeFile(join(world.folder, '.config/waybill/config'), JSON.stringify({ profiles }))
  const { printed } = await world.does(['submit', '-', '--format', 'json'], { input: importManifest() })
  jobId = JSON.parse(printed)[0].job.jobId
})
afterAll(() => world.stop())

const staff = () => ['--staff-secret', join(world.folder, 'data/staff-secret')]
const without = { env: { WAYBILL_URL: '' } }

describe('a profile', () => {
  it.each([['here'], ['query'], ['bare']])(
    "names the Query endpoint to the Web Service Tool's commands: %s",
    async name => {
      expect((await world.does(['ListJobs', '--profile', name], without)).printed).toContain(jobId)
      expect((await world.does(['ListJobs'], { env: { WAYBILL_URL: '', WAYBILL_PROFILE: name } })).printed).toContain(
        jobId,
      )
    },
  )

  it("names the depot to its staff's commands", async () => {
    const { code, printed } = await world.does(['depot', 'show', jobId, '--profile', 'here', ...staff()], without)

    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining(jobId) })
    expect(await world.does(['depot', 'show', jobId, '--profile', 'bare', ...staff()], without)).toMatchObject({
      code: 2,
      complained: expect.stringContaining('has no depotEndpoint'),
    })
  })

  it.each(['list', 'export', 'events'])('names the team whose things are listed: %s', async command => {
    expect((await world.does([command, '--profile', 'here'])).printed).toContain(jobId)
    expect((await world.does([command, '--profile', 'foreign'])).printed).not.toContain(jobId)
    expect((await world.does([command, '--profile', 'foreign', '--team', 'local'])).printed).toContain(jobId)
  })
})
