import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { builtProgram, MADE_OF, markOf } from '../../bin/built-program.mjs'
import { startWaybill } from '../support/waybill-process.ts'

const ROOT = join(import.meta.dirname, '../..')

describe('the bundled program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-program-'))
  const source = join(folder, 'source.ts')
  const marks = () => ({ [relative(ROOT, source)]: markOf(source) })
  const made = (text: string) => writeFileSync(join(folder, MADE_OF), text)

  beforeEach(() => {
    writeFileSync(source, 'export const one = 1\n')
    utimesSync(source, 1_000_000, 1_000_000)
    made(JSON.stringify({ entry: 'program.mjs', marks: marks() }))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is taken while what it was made of is as it was', () => {
    expect(builtProgram(folder)).toBe(pathToFileURL(join(folder, 'program.mjs')).href)
  })

  it.each<[string, () => void]>([
    ['a source is written again', () => utimesSync(source, 1_000_001, 1_000_001)],
    ['a source has another length', () => writeFileSync(source, 'export const one = 11\n')],
    ['a source is gone', () => rmSync(source)],
    ['there is none', () => rmSync(join(folder, MADE_OF))],
    ['it is damaged', () => made('{"entry":"program.mjs","marks":')],
  ])('is not taken once %s', (_, change) => {
    change()

    expect(builtProgram(folder)).toBeUndefined()
  })

  it('is what a server runs once it was built: none of the source is loaded, and all of it works', async () => {
    execFileSync(process.execPath, [join(ROOT, 'build/program.ts')])
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
