import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import { readableStack } from '../../../lib/adapters/system/readable-stack.ts'
import type { FindSource } from '../../../lib/adapters/system/source-places.ts'

const SOURCE = `
class Parcel {
  constructor(readonly weight: number) {
    if (weight < 0) throw new RangeError('no parcel is so light')
  }
}
const weighed = async (weight: number) => {
  await undefined
  return new Parcel(weight)
}
export const thrown = () => weighed(-1).catch((error: unknown) => error)
`

const ADAPTERS = pathToFileURL(join(import.meta.dirname, '../../../lib/adapters/system/')).href

/** A process of its own, as a function has: Jest gives modules other names. */
const PROGRAM = `
import { readableStack } from '${ADAPTERS}readable-stack.ts'
import { createSourcePlaces } from '${ADAPTERS}source-places.ts'
const { thrown } = await import(process.argv[2])
const error = await thrown()
Error.prepareStackTrace = readableStack(createSourcePlaces())
process.stdout.write(error.stack)
`

describe('a stack trace of bundled code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-stack-'))

  beforeAll(async () => {
    writeFileSync(join(folder, 'parcel.ts'), SOURCE)
    writeFileSync(join(folder, 'program.mjs'), PROGRAM)
    const options = { absWorkingDir: folder, bundle: true, minify: true, format: 'esm' } as const
    const entryPoints = ['parcel.ts']
    await build({ ...options, entryPoints, outfile: 'mapped.mjs', sourcemap: 'external' })
    await build({ ...options, entryPoints, outfile: 'unmapped.mjs' })
    await build({ ...options, entryPoints, outfile: 'damaged.mjs' })
    writeFileSync(join(folder, 'damaged.mjs.map'), '{"version":3,')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const stackOf = (name: string): readonly string[] =>
    execFileSync(process.execPath, [join(folder, 'program.mjs'), `./${name}`], { encoding: 'utf8' }).split('\n')

  it('has the lines of its source', () => {
    const [head, first, second] = stackOf('mapped.mjs')

    expect(head).toBe('RangeError: no parcel is so light')
    expect(first).toMatch(/^ {4}at new \w+ \(parcel\.ts:4:27\)$/)
    expect(second).toMatch(/^ {4}at (?:async )?\w+ \(parcel\.ts:9:10\)$/)
  })

  it('has the name that a function had in its source', () => {
    const frame = {
      toString: () => 'async a (file:///var/task/function.mjs:1:20)',
      getFileName: () => 'file:///var/task/function.mjs',
      getLineNumber: () => 1,
      getColumnNumber: () => 20,
      getEnclosingLineNumber: () => 1,
      getEnclosingColumnNumber: () => 7,
      getFunctionName: () => 'a',
    } as Partial<NodeJS.CallSite> as NodeJS.CallSite
    const sourceOf: FindSource = ({ column }) =>
      column === 7 ? { file: 'lib/x.ts', line: 3, column: 1, name: 'weigh' } : { file: 'lib/x.ts', line: 4, column: 9 }

    expect(readableStack(sourceOf)(new Error('lost'), [frame])).toBe('Error: lost\n    at async weigh (lib/x.ts:4:9)')
  })

  it.each(['unmapped.mjs', 'damaged.mjs'])('stays as it is where its map is not there or damaged: %s', name => {
    const [head, first] = stackOf(name)

    expect(head).toBe('RangeError: no parcel is so light')
    expect(first).toContain(`${name}:`)
  })

  it('is there even of an error whose name cannot be read', () => {
    const unreadable = Object.defineProperty(new Error('lost'), 'name', {
      get: () => {
        throw new Error('unreadable')
      },
    })

    expect(readableStack(() => undefined)(unreadable, [])).toBe('Error')
  })
})
