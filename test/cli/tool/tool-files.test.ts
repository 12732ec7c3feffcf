import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { saveFile } from '../../../lib/cli/tool/tool-files.ts'
import { commandIo } from '../../support/command-io.ts'
import { mountSmallDisk } from '../../support/full-disk.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-tool-'))
})
afterEach(() => rm(folder, { recursive: true }))

const save = (text: string, force = false) =>
  saveFile(commandIo({ cwd: folder }), {
    folder: '.',
    name: 'SIGNATURE',
    bytes: new TextEncoder().encode(text),
    jobId: 'AB123',
    force,
  })
const contents = async () =>
  Object.fromEntries(
    await Promise.all((await readdir(folder)).map(async name => [name, await readFile(join(folder, name), 'utf8')])),
  )

describe("a job's file", () => {
  it('is put where there is none, and the same bytes again are no fault', async () => {
    expect(await save('a\n')).toEqual({ path: './SIGNATURE', isBeside: false })
    expect(await save('a\n')).toEqual({ path: './SIGNATURE', isBeside: false })
    expect(await contents()).toEqual({ SIGNATURE: 'a\n' })
  })

  it("never goes over another job's, but beside it", async () => {
    await writeFile(join(folder, 'SIGNATURE'), 'other')

    expect(await save('a\n')).toEqual({ path: './SIGNATURE.AB123', isBeside: true })
    expect(await contents()).toEqual({ SIGNATURE: 'other', 'SIGNATURE.AB123': 'a\n' })
  })

  it("replaces another job's when forced", async () => {
    await writeFile(join(folder, 'SIGNATURE'), 'other')

    expect(await save('a\n', true)).toEqual({ path: './SIGNATURE', isBeside: false })
    expect(await contents()).toEqual({ SIGNATURE: 'a\n' })
  })

  it('is there whole or not at all where the disk is full, and is put once there is room', async () => {
    const disk = mountSmallDisk(join(folder, 'disk'), 1)
    if (!disk) {
      process.stderr.write('SKIPPED: this user may not mount a file system, so no disk was filled up.\n')
      return
    }
    const saveOn = (force: boolean) =>
      saveFile(commandIo({ cwd: folder }), {
        folder: disk.path,
        name: 'SIGNATURE',
        bytes: Buffer.alloc(20_000, 'a'),
        jobId: 'AB123',
        force,
      })
    try {
      disk.fill(8192)
      await expect(saveOn(false)).rejects.toThrow(/SIGNATURE cannot be written: ENOSPC.*The job AB123 is there/)
      expect(await readdir(disk.path)).toEqual(['ballast'])
      await writeFile(join(disk.path, 'SIGNATURE'), 'other')
      await expect(saveOn(true)).rejects.toThrow('SIGNATURE cannot be written')
      expect(await readFile(join(disk.path, 'SIGNATURE'), 'utf8')).toBe('other')
      expect((await readdir(disk.path)).toSorted()).toEqual(['SIGNATURE', 'ballast'])
      disk.empty()
      expect(await saveOn(true)).toMatchObject({ isBeside: false })
    } finally {
      disk.unmount()
    }
  })
})
