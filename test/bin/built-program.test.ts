import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { builtProgram, MADE_OF, markOf } from '../../bin/built-program.mjs'
import { startWaybill } from '../support/waybill-process.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

describe('the bundled program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-program-'))
  const source = join(folder, 'source.ts')
  const marks = () => ({ [relative(ROOT, source)]: markOf(source) })
  const program = join(folder, 'program.mjs')
  const sizes = () => ({ 'program.mjs': statSync(program).size })
  const made = (text: string) => writeFileSync(join(folder, MADE_OF), text)

  /** Where no server of another suite reads. */
  const own = join(folder, 'own')
  const build = (...to: readonly string[]) => execFileSync(process.execPath, [join(ROOT, 'build/program.ts'), ...to])

  beforeEach(() => {
    writeFileSync(source, 'export const one = 1\n')
    utimesSync(source, 1_000_000, 1_000_000)
    writeFileSync(program, '// the whole program\n')
    made(JSON.stringify({ root: ROOT, entry: 'program.mjs', marks: marks(), sizes: sizes() }))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is taken while what it was made of is as it was', () => {
    expect(builtProgram(folder)).toBe(pathToFileURL(join(folder, 'program.mjs')).href)
  })

  it('is taken where another build has placed the same files again', () => {
    utimesSync(program, 1_000_001, 1_000_001)

    expect(builtProgram(folder)).toBeDefined()
  })

  it.each<[string, () => void]>([
    ['a source is written again', () => utimesSync(source, 1_000_001, 1_000_001)],
    ['a source has another length', () => writeFileSync(source, 'export const one = 11\n')],
    ['a source is gone', () => rmSync(source)],
    ['there is none', () => rmSync(join(folder, MADE_OF))],
    ['a file of it was cut off', () => writeFileSync(program, '// the whole')],
    ['a file of it is gone', () => rmSync(program)],
    ['it is damaged', () => made('{"entry":"program.mjs","marks":')],
    [
      'the checkout was moved or copied',
      () => made(JSON.stringify({ root: '/elsewhere/', entry: 'program.mjs', marks: marks(), sizes: sizes() })),
    ],
  ])('is not taken once %s', (_, change) => {
    change()

    expect(builtProgram(folder)).toBeUndefined()
  })

  it('leaves its files as they are where it is built again, since a server may read them right now', () => {
    const files = () => readdirSync(own).map(name => [name, statSync(join(own, name)).ino, markOf(join(own, name))])
    if (!builtProgram(own)) build(own)
    const before = files()

    build(own)

    expect(before.length).toBeGreaterThan(3)
    expect(files()).toEqual(before)
  })

  it('replaces a file of which a part was written, and never writes into it', () => {
    if (!builtProgram(own)) build(own)
    const entry = fileURLToPath(String(builtProgram(own)))
    const whole = readFileSync(entry, 'utf8')
    writeFileSync(entry, whole.slice(0, 100))
    const reader = openSync(entry, 'r')
    try {
      build(own)

      expect(readFileSync(reader, 'utf8')).toBe(whole.slice(0, 100))
      expect(readFileSync(entry, 'utf8')).toBe(whole)
    } finally {
      closeSync(reader)
    }
  })

  it('is what a server runs once it was built: none of the source is loaded, and all of it works', async () => {
    build()
    const data = mkdtempSync(join(tmpdir(), 'waybill-program-data-'))
    const hook = join(folder, 'loaded.mjs')
    writeFileSync(
      hook,
      `import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => {
  if (url.endsWith('.ts')) process.stderr.write('loaded ' + url + '\\n')
  return next(url, context)
} })`,
    )
    const waybill = await startWaybill(data, { NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` })
    try {
      const answers = await Promise.all(
        ['v1/health', 'v1/openapi.json', 'v1/jobs'].map(path => fetch(`${waybill.url}/${path}`)),
      )

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      expect(waybill.output()).not.toContain('loaded ')
    } finally {
      await waybill.kill('SIGTERM')
      rmSync(data, { recursive: true })
    }
  })
})
