import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { importManifest } from '../../support/manifests.ts'

let world: CliWorld
beforeAll(async () => {
  world = await cliWorld()
})
afterAll(() => world.stop())

let count = 0
const submitted = async (...lines: string[]) => {
  const input = importManifest(...lines).replace(/^deviceId:.*$/m, `deviceId:DISK-${++count}`)
  const { printed } = await world.does(['submit', '-', '--format', 'json'], { input })
  return String(JSON.parse(printed)[0].job.jobId)
}

const shown = async (jobId: string) => JSON.parse((await world.does(['show', jobId, '--format', 'json'])).printed)

describe('waybill ship', () => {
  it('reports the parcel of all devices that are in it', async () => {
    const [first, second] = [await submitted(), await submitted()]

    const { code, printed, complained } = await world.does([
      ...['ship', first, second, '--carrier', 'UPS', '--tracking', '1Z999AA10123456784', '--seal', 'S-17'],
    ])

    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    expect(printed).toMatch(/^Stage +shipped, since /m)
    for (const jobId of [first, second]) {
      expect(await shown(jobId)).toMatchObject({
        device: { stage: 'shipped' },
        shipment: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784', sealNumber: 'S-17' },
      })
    }
  })

  it("warns of a number that is not the carrier's", async () => {
    const args = ['ship', await submitted(), '--carrier', 'UPS', '--tracking', '1Z999AA10123456785']

    expect(await world.does(args)).toMatchObject({
      code: 0,
      complained: expect.stringContaining('Warning: TRACKING_NUMBER_INVALID'),
    })
  })

  it.each([
    [['ship', 'NONE0', '--carrier', 'UPS'], 1, /JOB_NOT_FOUND/],
    [['ship', '--carrier', 'UPS'], 2, /missing required argument 'jobid'/],
    [['ship', 'NONE0'], 2, /--carrier/],
    [['custody', 'NONE0', '--by', 'Ann'], 2, /--step/],
    [['custody', 'NONE0', '--by', 'Ann', '--step', 'lost'], 2, /It is one of packed/],
    [['clone', 'NONE0'], 1, /JOB_NOT_FOUND/],
    [['clone', 'NONE0', '--set', 'deviceId'], 2, /OPTION=VALUE/],
    [['clone', 'NONE0', '--submit', '--validate-only'], 2, /cannot be used with/],
  ])('refuses %j', async (args, code, complaint) => {
    expect(await world.does(args)).toEqual({ code, printed: '', complained: expect.stringMatching(complaint) })
  })
})

describe('waybill custody', () => {
  it('records who had the device', async () => {
    const jobId = await submitted()

    expect((await world.does(['custody', jobId, '--step', 'sealed', '--by', 'Ann', '--seal', 'S-1'])).code).toBe(0)

    expect((await shown(jobId)).custody).toMatchObject([{ step: 'sealed', by: 'Ann', sealNumber: 'S-1' }])
  })
})

describe('waybill clone', () => {
  it('prints a manifest with other values, names the secrets that it has not, and makes no job', async () => {
    const jobId = await submitted('trueCryptPassword:correct horse')

    const { code, printed, complained } = await world.does([
      ...[
        'clone',
        jobId,
        '--set',
        'deviceId=DISK-A',
        '--set',
        'returnAddress/city=Bonn',
        '--unset',
        'trueCryptPassword',
      ],
    ])

    expect(code).toBe(0)
    expect(printed).toMatch(/^deviceId: ?DISK-A$/m)
    expect(printed).toMatch(/^ *city: ?Bonn$/m)
    expect(printed).not.toContain('horse')
    expect(complained).not.toContain('horse')
    expect((await world.does(['list', '--device', 'DISK-A'])).printed).toBe('No jobs.\n')
  })

  it('validates where that is asked for', async () => {
    const { complained } = await world.does(['clone', await submitted(), '--set', 'deviceId=DISK-B', '--validate-only'])

    expect(complained).toBe('The manifest passes. No job was made.\n')
    expect((await world.does(['list', '--device', 'DISK-B'])).printed).toBe('No jobs.\n')
  })

  it('makes the job, and writes its SIGNATURE', async () => {
    const from = await submitted()
    await writeFile(join(world.folder, 'other'), '')

    const { code, printed } = await world.does([
      ...['clone', from, '--set', 'deviceId=DISK-C', '--submit', '--out', 'signatures', '--format', 'json'],
    ])

    const { jobId, signatureFile } = JSON.parse(printed)
    expect({ code, signatureFile }).toEqual({ code: 0, signatureFile: `signatures/${jobId}/SIGNATURE` })
    expect(jobId).not.toBe(from)
    expect(await readFile(join(world.folder, signatureFile), 'utf8')).toContain(`jobId:${jobId}\n`)
    expect((await shown(jobId)).deviceId).toBe('DISK-C')
  })
})
