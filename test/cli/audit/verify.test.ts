import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createEd25519Signer } from '../../../lib/adapters/secrets/ed25519-signer.ts'
import { digestOf } from '../../../lib/audit/digest-archive.ts'
import { signDays } from '../../../lib/audit/sign-days.ts'
import { dayFile, digestFile, EXPORT_FILES } from '../../../lib/cli/audit/export-files.ts'
import { commandIo, waybill } from '../../support/command-io.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const DAYS = ['2026-11-21', '2026-11-22'] as const
const SIGNER = createEd25519Signer(Buffer.alloc(32, 7))

let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-audit-'))
  await exportTo(folder)
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Two days of history, and their digests, as the export writes them. */
const exportTo = async (to: string) => {
  const world = submissionWorld()
  for (const _day of DAYS) {
    for (let number = 0; number < 3; number += 1) {
      const read = { principal: 'ann', action: 'fetch-signature', outcome: 'done', team: 'lab' } as const
      await world.history.append('one', read, { id: `e${number}`, at: world.deps.clock().toISOString() })
    }
    world.pass(24 * 60 * 60)
  }
  world.pass(24 * 60 * 60)
  await signDays({ ...world.deps, signer: SIGNER })
  const { events } = await world.history.feed({}, { limit: 100 })
  for (const day of DAYS) {
    const ofDay = events.filter(({ at }) => at.startsWith(day))
    write(dayFile(to, 'events', day), ofDay.map(event => `${JSON.stringify(event)}\n`).join(''))
    write(digestFile(to, day), JSON.stringify(await digestOf(world.archive, day)))
  }
  write(join(to, EXPORT_FILES.publicKey), await SIGNER.publicKey())
}

const verify = async (...further: readonly string[]) => {
  const io = commandIo()
  const code = await waybill(['audit', 'verify', folder, ...further], io)
  return { code, text: io.printed() + io.complained() }
}
const change = (path: string, edit: (text: string) => string) => writeFileSync(path, edit(readFileSync(path, 'utf8')))
const FIRST = () => dayFile(folder, 'events', DAYS[0])

describe('waybill audit verify', () => {
  it('proves an export whole and unchanged with the public key alone', async () => {
    const { code, text } = await verify()

    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(/^6 events in 1 stream, 2 signed digests: whole and unchanged\.$/m),
    })
  })

  it.each<[string, () => void, RegExp]>([
    ['an event altered', () => change(FIRST(), text => text.replace('ann', 'bob')), /altered: Event 1 of one/],
    [
      'an event removed',
      () => change(FIRST(), text => text.split('\n').toSpliced(1, 1).join('\n')),
      /missing: Event 2/,
    ],
    [
      'an event doubled',
      () => change(FIRST(), text => text + text.split('\n')[2]),
      /added: Event 3 of one stands twice/,
    ],
    [
      'a line that is none',
      () => change(FIRST(), text => `${text}{"v":1}\n`),
      /line 4 of .* cannot be read as an event/,
    ],
    [
      'a day of events removed',
      () => rmSync(dirname(dayFile(folder, 'events', DAYS[1])), { recursive: true }),
      /missing/,
    ],
    [
      'a digest altered',
      () => change(digestFile(folder, DAYS[0]), text => text.replace('"events":3', '"events":2')),
      /unsigned/,
    ],
    [
      'a digest cut',
      () => change(digestFile(folder, DAYS[0]), text => text.slice(0, 40)),
      /digest 2026-11-21.json cannot/,
    ],
  ])('names %s, and ends with 1', async (_what, edit, shown) => {
    edit()

    const { code, text } = await verify()

    expect(text).toMatch(shown)
    expect(code).toBe(1)
  })

  it('does not trust the key in the export where another one is named', async () => {
    const other = join(folder, 'other.pem')
    writeFileSync(other, await createEd25519Signer(Buffer.alloc(32, 8)).publicKey())

    const { code, text } = await verify('--public-key', other)

    expect(text).toMatch(/unsigned: The digest of 2026-11-21 is not signed by this key/)
    expect(code).toBe(1)
  })

  it('is not certain of an export without digests, and ends with 3', async () => {
    rmSync(join(folder, EXPORT_FILES.digests), { recursive: true })

    const { code, text } = await verify()

    expect(text).toMatch(/no digest proves their ends/)
    expect(code).toBe(3)
  })

  it('reports that a folder is no export', async () => {
    rmSync(join(folder, EXPORT_FILES.digests), { recursive: true })
    rmSync(join(folder, EXPORT_FILES.events), { recursive: true })

    expect(await verify()).toMatchObject({ code: 1, text: expect.stringContaining('neither events nor digests') })
  })
})
