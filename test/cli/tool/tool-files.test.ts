import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { saveFile } from '../../../lib/cli/tool/tool-files.ts'
import { commandIo } from '../../support/command-io.ts'

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
})
