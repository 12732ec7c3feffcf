import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { importManifest } from '../../support/manifests.ts'

let world: CliWorld
beforeAll(async () => {
  world = await cliWorld()
  await writeFile(join(world.folder, 'good.txt'), importManifest())
  await writeFile(join(world.folder, 'bad.txt'), importManifest('acl:open'))
})
afterAll(() => world.stop())

describe('waybill validate --service', () => {
  it('asks the service about what is valid, and sends nothing else', async () => {
    const { code, printed, complained } = await world.does(['validate', '--service', 'good.txt', 'bad.txt'])

    expect({ code, complained }).toEqual({ code: 1, complained: '' })
    expect(printed).toMatch(/^good\.txt: valid \(S3 import\)/m)
    expect(printed).toMatch(/^bad\.txt:\d+:\d+: error VALUE_NOT_ALLOWED/m)
    expect(printed).toMatch(/^good\.txt: pass$/m)
    expect(printed).not.toMatch(/^bad\.txt: (?:pass|fail)$/m)
    expect((await world.does(['list'])).printed).toBe('No jobs.\n')
  })

  it('gives programs one report of all files', async () => {
    const { code, printed } = await world.does(['validate', '--service', '--format', 'json', 'good.txt', 'bad.txt'])

    expect(code).toBe(1)
    expect(JSON.parse(printed)).toEqual([
      { file: 'good.txt', outcome: 'pass', diagnostics: [expect.objectContaining({ code: 'SERVICE_WARNING' })] },
      {
        file: 'bad.txt',
        outcome: 'fail',
        diagnostics: [expect.objectContaining({ code: 'VALUE_NOT_ALLOWED', line: expect.any(Number) })],
      },
    ])
  })

  it('passes what passes', async () => {
    expect(await world.does(['validate', '--service', 'good.txt', '--format', 'csv'])).toMatchObject({ code: 0 })
  })

  it('leaves open what has no answer', async () => {
    const nowhere = { env: { WAYBILL_URL: 'http://127.0.0.1:1' } }

    expect(await world.does(['validate', '--service', 'good.txt'], nowhere)).toMatchObject({
      code: 3,
      printed: expect.stringMatching(/WAYBILL_UNREACHABLE[\s\S]*^good\.txt: unknown$/m),
    })
    expect(await world.does(['validate', 'good.txt'], nowhere)).toMatchObject({ code: 0 })
  })

  it('takes an address only where a server is asked', async () => {
    expect(await world.does(['validate', 'good.txt', '--endpoint-url', world.url])).toMatchObject({
      code: 2,
      complained: expect.stringContaining('--service'),
    })
  })
})
