import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { isPageOf, placePage } from '../../build/place-page.ts'

let work = ''
let folder = ''
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'waybill-page-'))
  folder = join(work, 'dist')
})
afterEach(() => rmSync(work, { recursive: true }))

let built = 0
/** A page as Vite builds it: its script has its content in its name. */
const build = (version: string): string => {
  built += 1
  const made = join(work, `dist-${built}`)
  mkdirSync(made)
  writeFileSync(join(made, `main-${version}.js`), version)
  writeFileSync(join(made, 'index.html'), `<script src="./main-${version}.js">`)
  writeFileSync(join(made, 'index.html.gz'), version)
  return made
}
const page = (version: string) => ({
  'index.html': `<script src="./main-${version}.js">`,
  'index.html.gz': version,
  [`main-${version}.js`]: version,
  'sources.txt': version,
})
const placed = () =>
  Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')]))

describe('a page that was built', () => {
  it('takes the place of none, and of another one, of which nothing stays', () => {
    placePage(build('one'), folder, 'one')
    expect(placed()).toEqual(page('one'))

    placePage(build('two'), folder, 'two')
    expect(placed()).toEqual(page('two'))
    expect([isPageOf(folder, 'one'), isPageOf(folder, 'two')]).toEqual([false, true])
  })

  it('comes file by file, so that whoever reads meanwhile never finds the folder gone', () => {
    placePage(build('one'), folder, 'one')
    const { ino } = statSync(folder)

    placePage(build('one'), folder, 'one')

    expect(statSync(folder).ino).toBe(ino)
    expect(placed()).toEqual(page('one'))
  })

  it('comes after what it loads: where it cannot be placed, the former one is still whole', () => {
    placePage(build('one'), folder, 'one')
    const next = build('two')
    rmSync(join(next, 'index.html'))
    mkdirSync(join(next, 'index.html'))

    expect(() => placePage(next, folder, 'two')).toThrow()

    expect(placed()).toEqual({ ...page('one'), 'main-two.js': 'two' })
    expect(existsSync(join(folder, 'main-one.js'))).toBe(true)
  })
})
