import { lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { isRootOfDisk } from '../../../lib/cli/disk/disk.ts'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { mountSmallDisk } from '../../support/full-disk.ts'
import { importManifest } from '../../support/manifests.ts'
import { describeWith } from '../../support/outside-tools.ts'

let world: CliWorld
let jobId = ''
let other = ''
let contents = ''
let disk = ''
beforeAll(async () => {
  world = await cliWorld()
  const submitted = async (deviceId: string) => {
    const input = importManifest().replace(/^deviceId:.*$/m, `deviceId:${deviceId}`)
    const { printed } = await world.does(['submit', '-', '--format', 'json'], { input })
    return JSON.parse(printed)[0].job as { jobId: string; signatureFileContents: string }
  }
  const job = await submitted('DISK-A')
  jobId = job.jobId
  contents = job.signatureFileContents
  other = (await submitted('DISK-B')).jobId
})
afterAll(() => world.stop())
beforeEach(async () => {
  disk = join(world.folder, 'disk')
  await mkdir(disk)
})
afterEach(() => rm(disk, { recursive: true, force: true }))

const prepare = (...options: string[]) => world.does(['disk', 'prepare', 'disk', jobId, '--any-folder', ...options])
const check = (...args: string[]) => world.does(['signature', ...args, '--check', 'disk'])

describe('waybill disk prepare', () => {
  it('puts the SIGNATURE there, byte for byte, and prints what is left to do', async () => {
    const { code, printed, complained } = await prepare()

    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    expect(printed).toMatch(new RegExp(`^disk/SIGNATURE is the SIGNATURE of job ${jobId}, byte for byte\\.\\n`))
    expect(printed).toContain('  [ ] This is the disk DISK-A of the manifest, and no other.\n')
    expect(await readFile(join(disk, 'SIGNATURE'), 'utf8')).toBe(contents)
    expect(await check(jobId)).toMatchObject({ code: 0, printed: expect.stringMatching(/^Exact +yes$/m) })
  })

  it('may be run again', async () => {
    await prepare()

    expect(await prepare('--format', 'json')).toMatchObject({
      code: 0,
      printed: expect.stringContaining('"exact": true'),
    })
  })

  it("leaves another job's SIGNATURE, names the job and its device, and replaces it only by force", async () => {
    const theirs = (await world.does(['signature', other])).printed
    await writeFile(join(disk, 'SIGNATURE'), theirs)

    const refused = await prepare()
    expect(refused).toMatchObject({ code: 1, complained: expect.stringContaining(`names job ${other}, device DISK-B`) })
    expect(await readFile(join(disk, 'SIGNATURE'), 'utf8')).toBe(theirs)
    expect(await prepare('--force')).toMatchObject({ code: 0 })
    expect(await readFile(join(disk, 'SIGNATURE'), 'utf8')).toBe(contents)
  })

  it.each(['signature', 'Signature.txt', 'SIGNATURE (1)', `SIGNATURE-old`])(
    'does not prepare a disk that has a file "%s", by force neither',
    async name => {
      await writeFile(join(disk, name), contents)

      expect(await prepare('--force')).toMatchObject({
        code: 1,
        complained: expect.stringContaining(`a file "${name}"`),
      })
      expect(await readdir(disk)).toEqual([name])
    },
  )

  it('wants the root directory of a mounted disk', async () => {
    const { code, complained } = await world.does(['disk', 'prepare', 'disk', jobId])

    expect({ code, complained }).toEqual({
      code: 1,
      complained: expect.stringContaining('is not the root directory of a mounted disk'),
    })
    expect(await readdir(disk)).toEqual([])
    // What every Linux has mounted, and the one folder above all others.
    expect(await Promise.all(['/proc', '/', disk].map(isRootOfDisk))).toEqual([true, true, false])
  })

  it('prepares no disk for a job that waits for none', async () => {
    await world.does(['cancel', other])

    expect(await world.does(['disk', 'prepare', 'disk', other, '--any-folder'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining(`Job ${other} is cancelled`),
    })
    expect(await readdir(disk)).toEqual([])
  })

  it.each([
    ['nowhere', 2, /is not a folder that is there/],
    ['disk', 1, /NO0NE/],
  ])('refuses %s', async (path, code, complaint) => {
    const args = ['disk', 'prepare', path, path === 'disk' ? 'NO0NE' : jobId, '--any-folder']

    expect(await world.does(args)).toEqual({ code, printed: '', complained: expect.stringMatching(complaint) })
  })
})

describe('a disk on which something is in the way', () => {
  it.each([
    [
      'a link to a file elsewhere',
      (path: string) => symlink('/etc/hostname', path),
      /is a link, and must be a file of the disk/,
    ],
    ['a link to nowhere', (path: string) => symlink('nowhere', path), /is a link, and must be a file of the disk/],
    ['a folder', (path: string) => mkdir(path), /is a folder, and must be a file of the disk/],
  ])('has %s called SIGNATURE, which stays, by force too', async (_, make, complaint) => {
    await make(join(disk, 'SIGNATURE'))

    for (const words of [[], ['--force']]) {
      expect(await prepare(...words)).toEqual({ code: 1, printed: '', complained: expect.stringMatching(complaint) })
    }
    expect(await check(jobId)).toMatchObject({ code: 1, complained: expect.stringMatching(complaint) })
    expect((await lstat(join(disk, 'SIGNATURE'))).isFile()).toBe(false)
  })

  it('has a SIGNATURE of many bytes, which is of no job', async () => {
    await writeFile(join(disk, 'SIGNATURE'), Buffer.alloc(100_000_000, 'x'))

    expect(await prepare()).toMatchObject({
      code: 1,
      complained: expect.stringContaining('of no job that can be read'),
    })
    expect(await prepare('--force')).toMatchObject({ code: 0 })
  })

  it('is a file, or the root of this machine', async () => {
    await writeFile(join(disk, 'file'), '')

    expect(await world.does(['disk', 'prepare', 'disk/file', jobId])).toMatchObject({
      code: 2,
      complained: expect.stringContaining('is not a folder'),
    })
    expect(await world.does(['disk', 'prepare', '/', jobId])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('is the root directory of this machine'),
    })
  })
})

const small = mountSmallDisk(join(tmpdir(), `waybill-disk-${process.pid}`), 1)
afterAll(() => small?.unmount())

describeWith(small ? undefined : 'this user may not mount a disk', 'a disk of its own', () => {
  const prepareSmall = (...options: string[]) => world.does(['disk', 'prepare', small?.path ?? '', jobId, ...options])
  const names = () => readdir(small?.path ?? '')
  afterEach(() => {
    small?.empty()
    small?.remount('rw')
    return rm(join(small?.path ?? '', 'SIGNATURE'), { force: true })
  })

  it('is known by its root directory', async () => {
    expect(await prepareSmall()).toMatchObject({ code: 0, complained: '' })
    expect(await names()).toEqual(['SIGNATURE'])
  })

  it('that is full keeps what it has, and gets no half of a SIGNATURE', async () => {
    const theirs = (await world.does(['signature', other])).printed
    await writeFile(join(small?.path ?? '', 'SIGNATURE'), theirs)
    small?.fill()

    const { code, complained } = await prepareSmall('--force')

    expect({ code, complained }).toEqual({ code: 1, complained: expect.stringContaining('The disk is full.') })
    expect(await readFile(join(small?.path ?? '', 'SIGNATURE'), 'utf8')).toBe(theirs)
    expect((await names()).sort()).toEqual(['SIGNATURE', 'ballast'])
  })

  it('that is mounted for reading only is named so', async () => {
    small?.remount('ro')

    expect(await prepareSmall()).toMatchObject({
      code: 1,
      complained: expect.stringContaining('The disk is mounted for reading only.'),
    })
  })
})

describe('waybill signature --check', () => {
  it.each([
    ['in lower case', 'signature', (text: string) => text, 'is called "signature"'],
    ['with the line ends of Windows', 'SIGNATURE', (text: string) => text.replaceAll('\n', '\r\n'), 'carriage return'],
    [
      'of a forged signature',
      'SIGNATURE',
      (text: string) => text.replace(/signature:(.)/, (_, first) => `signature:${first === 'A' ? 'B' : 'A'}`),
      'not the one',
    ],
  ])('finds a SIGNATURE %s', async (_what, name, change, fault) => {
    await writeFile(join(disk, name), change(contents))

    const { code, printed } = await check(jobId)

    expect(code).toBe(1)
    expect(printed).toMatch(new RegExp(`Faults .*(?:${fault})`, 's'))
  })

  it("finds another job's", async () => {
    await writeFile(join(disk, 'SIGNATURE'), contents)

    expect(await check(other)).toMatchObject({ code: 1, printed: expect.stringContaining(`belongs to job ${jobId}`) })
  })

  it('finds that there is none', async () => {
    expect(await check(jobId)).toMatchObject({ code: 1, complained: expect.stringContaining('has no SIGNATURE') })
  })
})
