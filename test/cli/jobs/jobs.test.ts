import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { importManifest } from '../../support/manifests.ts'
import { describeWith } from '../../support/outside-tools.ts'
import { PDF_TOOLS_MISSING, textOf } from '../../support/pdf.ts'

let world: CliWorld
beforeAll(async () => {
  world = await cliWorld()
})
afterAll(() => world.stop())

let count = 0
/** A manifest that no other test has, in a file. */
const manifestFile = async (...lines: string[]) => {
  const name = `disk-${++count}.txt`
  const text = importManifest(...lines).replace(/^deviceId:.*$/m, `deviceId:DISK-${count}`)
  await writeFile(join(world.folder, name), text)
  return name
}
const submitted = async (...options: string[]) => {
  const { printed } = await world.does(['submit', await manifestFile(), '--format', 'json', ...options])
  const [{ job }] = JSON.parse(printed)
  return job as { jobId: string; deviceId: string; signatureFileContents: string }
}

describe('waybill submit', () => {
  it('makes a job of each manifest of files and folders, and shows of a replay that the job was there', async () => {
    const folder = join(world.folder, 'many')
    await mkdir(folder)
    for (const number of [1, 2]) {
      await writeFile(
        join(folder, `${number}.txt`),
        importManifest().replace(/^deviceId:.*$/m, `deviceId:MANY-${number}`),
      )
    }
    await writeFile(join(folder, '.hidden'), 'no manifest')
    const file = await manifestFile()

    const first = await world.does(['submit', 'many', file, '--out', 'signatures'])
    const again = await world.does(['submit', 'many', file])

    expect(first).toMatchObject({ code: 0, complained: '' })
    expect(first.printed.match(/ {2}created {2}/g)).toHaveLength(3)
    const [, jobId = ''] = /^many\/1\.txt +created +(\w{5}) /m.exec(first.printed) ?? []
    expect(await readFile(join(world.folder, 'signatures', jobId, 'SIGNATURE'), 'utf8')).toContain(`jobId:${jobId}\n`)
    expect(again.code).toBe(0)
    expect(again.printed).not.toContain('  created  ')
    expect(again.printed).toMatch(new RegExp(`^many/1\\.txt +found: it was made before +${jobId} `, 'm'))
  })

  it('sends nothing where one manifest is not valid, and shows every fault', async () => {
    await writeFile(join(world.folder, 'bad.txt'), importManifest('acl:open', 'acl:open'))
    const before = (await world.does(['list', '--all', '--format', 'ndjson'])).printed

    const { code, printed, complained } = await world.does(['submit', await manifestFile(), 'bad.txt'])

    expect({ code, printed }).toEqual({ code: 1, printed: '' })
    expect(complained).toContain('error VALUE_NOT_ALLOWED')
    expect(complained).toContain('error OPTION_TWICE')
    expect(complained).toContain('Nothing was sent. Not valid: 1 of 2 manifests.\n')
    expect((await world.does(['list', '--all', '--format', 'ndjson'])).printed).toBe(before)
  })

  it('reads standard input, and validates only where that is asked for', async () => {
    const { code, printed } = await world.does(['submit', '-', '--validate-only', '--format', 'csv'], {
      input: importManifest(),
    })

    expect(code).toBe(0)
    expect(printed).toBe('file,outcome,job,device,signature,detail\r\n<stdin>,valid,-,,,\r\n')
  })

  it('gives the jobs tags and a description', async () => {
    const { jobId } = await submitted('--tag', 'project=genome', '--tag', 'cost=17', '--description', 'Run 5')

    const { printed } = await world.does(['show', jobId, '--format', 'json'])
    expect(JSON.parse(printed)).toMatchObject({ tags: { project: 'genome', cost: '17' }, description: 'Run 5' })
    expect((await world.does(['list', '--tag', 'cost=17'])).printed).toContain(jobId)
  })

  it.each([
    [['submit', 'nowhere.txt'], 2, /nowhere\.txt cannot be read/],
    [['submit', 'a', 'b', '--idempotency-key', 'k'], 2, /--idempotency-key names one submission/],
    [['submit', '-', '--tag', 'project'], 2, /--tag takes NAME=VALUE, not "project"/],
    [['submit', '-', '-'], 2, /only once/],
    [['show', 'NONE0'], 1, /no job NONE0|JOB_NOT_FOUND/],
    [['signature', 'NONE0'], 1, /JOB_NOT_FOUND/],
    [['list', '--from', 'yesterday'], 1, /QUERY_INVALID/],
    [['list', '--state', 'lost'], 2, /It is one of submitting/],
    [['list', '--limit', '0'], 2, /whole number from 1/],
    [['cancel'], 2, /missing required argument 'jobid'/],
    [['signature'], 2, /Name a job, or a disk/],
    [['update', 'NONE0', 'nowhere.txt'], 2, /cannot be read/],
    [['export', '--out', 'nowhere/jobs.csv'], 1, /cannot be written/],
  ])('refuses %j', async (args, code, complaint) => {
    expect(await world.does(args)).toEqual({ code, printed: '', complained: expect.stringMatching(complaint) })
  })
})

describe('what waybill does with a job', () => {
  it('shows it, its status and its history', async () => {
    const { jobId, deviceId } = await submitted()

    const shown = await world.does(['show', jobId])
    expect(shown.printed).toMatch(new RegExp(`^Job +${jobId}\\nState +created\\n`))
    expect(shown.printed).toContain(deviceId)
    expect((await world.does(['status', jobId])).printed).toMatch(/^Progress +The specified job has not started\.$/m)
    expect((await world.does(['history', jobId])).printed).toMatch(/^TIME +ACTION +OUTCOME +BY /)
    const lines = (await world.does(['history', jobId, '--format', 'ndjson'])).printed.trimEnd().split('\n')
    expect(lines.map(line => JSON.parse(line).action)).toContain('submit')
  })

  it('lists jobs in every form, the newest first, and shows that there are more', async () => {
    const { jobId } = await submitted()

    const { printed, complained } = await world.does(['list', '--limit', '1'])
    expect(printed).toMatch(
      new RegExp(`^JOB +STATE +STAGE +KIND .*\\n${jobId} +created +not-shipped +s3-import +DISK-`),
    )
    expect(complained).toBe('The newest 1; --all or --limit lists more.\n')
    expect((await world.does(['--quiet', 'list', '--limit', '1'])).complained).toBe('')
    expect((await world.does(['list', '--limit', '1', '--format', 'csv'])).printed).toMatch(
      new RegExp(`^job,state,stage,kind,device,buckets,created\\r\\n${jobId},created,`),
    )
    expect(JSON.parse((await world.does(['list', '--limit', '1', '--format', 'json'])).printed)).toMatchObject([
      { jobId },
    ])
    expect((await world.does(['list', '--device', 'none-of-this-name'])).printed).toBe('No jobs.\n')
  })

  it('updates and cancels it', async () => {
    const { jobId } = await submitted()
    const file = await manifestFile('acl:private')

    expect((await world.does(['update', jobId, file, '--validate-only'])).printed).toBe(
      'The manifest passes. The job was not changed.\n',
    )
    expect((await world.does(['update', jobId, file])).printed).toMatch(new RegExp(`^Device +DISK-${count}$`, 'm'))
    expect(await world.does(['cancel', jobId])).toEqual({
      code: 0,
      printed: `${jobId} is cancelled.\n`,
      complained: '',
    })
    expect(await world.does(['cancel', jobId])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('cancel'),
    })
  })

  it('writes its SIGNATURE byte for byte, and never over another', async () => {
    const { jobId, signatureFileContents } = await submitted()

    expect((await world.does(['signature', jobId])).printed).toBe(signatureFileContents)
    expect(await world.does(['signature', jobId, '--out', 'mine'])).toMatchObject({ code: 0, printed: './mine\n' })
    expect(await readFile(join(world.folder, 'mine'), 'utf8')).toBe(signatureFileContents)
    await writeFile(join(world.folder, 'theirs'), 'other')
    expect(await world.does(['signature', jobId, '--out', 'theirs'])).toMatchObject({ code: 1 })
    expect(await readFile(join(world.folder, 'theirs'), 'utf8')).toBe('other')
  })

  it('prints its papers, and a label for its parcel', async () => {
    const { jobId } = await submitted()

    const papers = await world.does(['slip', jobId, '.', '--label', 'A6', '--parcel', '1/2'])
    expect(papers).toEqual({ code: 0, printed: `./packing-slip-${jobId}.pdf\n./label-${jobId}.pdf\n`, complained: '' })
    expect((await readFile(join(world.folder, `packing-slip-${jobId}.pdf`))).subarray(0, 5).toString()).toBe('%PDF-')
    expect(await world.does(['label', jobId])).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/^http.*\.pdf\n$/),
    })
  })

  it('exports all jobs once each, as CSV and NDJSON', async () => {
    const { jobId } = await submitted()

    const csv = await world.does(['export', '--out', 'jobs.csv'])
    const ndjson = await world.does(['export', '--format', 'ndjson'])

    const rows = (await readFile(join(world.folder, 'jobs.csv'), 'utf8')).trimEnd().split('\r\n')
    expect(rows[0]).toMatch(/^jobId,id,team,/)
    expect(rows[1]).toMatch(new RegExp(`^${jobId},`))
    expect(ndjson.printed.trimEnd().split('\n')).toHaveLength(rows.length - 1)
    expect(csv.complained).toBe(`Wrote ${rows.length - 1} jobs to jobs.csv.\n`)
    await rm(join(world.folder, 'jobs.csv'))
  })

  it('is waited for until its device has come so far, the job is over, or the time is up', async () => {
    const { jobId, signatureFileContents } = await submitted()
    await writeFile(join(world.folder, 'proof'), signatureFileContents)
    const staff = ['--staff-secret', join(world.folder, 'data/staff-secret'), '--endpoint-url', world.depotUrl]

    expect(await world.does(['wait', jobId, '--timeout', '1', '--every', '1'])).toMatchObject({
      code: 3,
      complained: expect.stringContaining('is not-shipped, and not done yet'),
    })
    expect(await world.does(['depot', 'receive', jobId, '--signature', 'proof', ...staff])).toMatchObject({ code: 0 })
    expect(await world.does(['wait', jobId, '--for', 'received', '--timeout', '600'])).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/^Stage +received, since /m),
    })
    await world.does(['depot', 'abort', jobId, '--reason', 'DeviceError', ...staff])
    expect(await world.does(['wait', jobId, '--for', 'done', '--timeout', '600'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('rejected'),
    })
  })

  it('is watched until Ctrl-C: each job has a line, and one more when it changes', async () => {
    const { jobId } = await submitted()
    const stop = new AbortController()
    let shown = ''
    const stdout = {
      isTerminal: false,
      write: (text: string) => {
        shown += text
        if (shown.includes(`${jobId}  cancelled`)) stop.abort()
        else if (text.includes(`${jobId}  created`)) void world.does(['cancel', jobId])
      },
    }

    const { code } = await world.does(['watch', '--every', '1'], { stdout, stopped: stop.signal })

    expect(code).toBe(0)
    expect(shown.match(new RegExp(jobId, 'g'))).toHaveLength(2)
  })
})

describeWith(PDF_TOOLS_MISSING, 'the papers of a job that was shipped', () => {
  const read = async (name: string) =>
    (await textOf(await readFile(join(world.folder, name)))).join('\n').replace(/\s+/g, ' ')

  it.each([
    [[], 'UPS', '1Z999AA10123456784', 'S-9'],
    [['--seal', 'S-10'], 'UPS', '1Z999AA10123456784', 'S-10'],
    [['--carrier', 'Courier', '--tracking', '7'], 'Courier', '7', 'S-9'],
  ])('take from the shipment what %j leaves open', async (given, carrier, trackingNumber, seal) => {
    const { jobId } = await submitted()
    const shipment = {
      carrier: 'UPS',
      trackingNumber: '1Z999AA10123456784',
      sealNumber: 'S-9',
    }
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify(shipment)
    const answer = await fetch(`${world.url}/v1/jobs/${jobId}/shipment`, { method: 'PUT', headers, body })
    expect(answer.status).toBe(200)

    expect((await world.does(['slip', jobId, '.', '--label', 'A6', ...given])).code).toBe(0)

    const slip = await read(`packing-slip-${jobId}.pdf`)
    const label = await read(`label-${jobId}.pdf`)
    for (const text of [carrier, trackingNumber, seal]) {
      expect(slip).toContain(text)
      expect(label).toContain(text)
    }
    expect(slip.includes('1Z999AA10123456784')).toBe(carrier === 'UPS')
  })
})
