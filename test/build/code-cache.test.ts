import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { codeCacheFile, readCodeCache, writeCodeCache } from '../../bin/code-cache.ts'
import { installedPackage, NODES } from '../support/package.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-code-cache-'))
})
afterAll(() => rm(folder, { recursive: true }))

const PARTS = new Map([
  ['./a.js', Buffer.from([0, 10, 255])],
  ['./b.js,./c.js', Buffer.alloc(0)],
])

describe('the file of compiled code', () => {
  const name = `b-${process.version}-${process.arch}.code`

  it.each([
    [{}, join(homedir(), '.cache/waybill', name)],
    [{ XDG_CACHE_HOME: '/cache' }, join('/cache/waybill', name)],
    [{ XDG_CACHE_HOME: '/cache', NODE_COMPILE_CACHE: '/node' }, join('/node', name)],
    [{ NODE_DISABLE_COMPILE_CACHE: '1' }, undefined],
  ])('lies, with %j, where the user wants it', (env, file) => {
    expect(codeCacheFile('b', env)).toBe(file)
  })

  it("gives back what was written, and is the user's alone", async () => {
    const file = join(folder, 'new/own.code')
    writeCodeCache(file, PARTS)

    expect(readCodeCache(file)).toEqual(PARTS)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'new'))).toEqual(['own.code'])
  })

  it.each([
    ['the group', 0o620],
    ['everyone', 0o602],
  ])('is not read where %s may write to it', async (_who, mode) => {
    const file = join(folder, `${mode}.code`)
    writeCodeCache(file, PARTS)
    await chmod(file, mode)

    expect(readCodeCache(file).size).toBe(0)
  })

  it('is not read where it is that of another user', async () => {
    const file = join(folder, 'foreign.code')
    writeCodeCache(file, PARTS)
    const { uid } = await stat(file)
    const asker = jest.spyOn(process, 'getuid').mockReturnValue(uid + 1)

    expect(readCodeCache(file).size).toBe(0)
    asker.mockReturnValue(uid)
    expect(readCodeCache(file)).toEqual(PARTS)
    asker.mockRestore()
  })

  it.each(['', 'no line end', 'not JSON\n', '{"a":1}\n'])('is as none where it holds %j', async text => {
    const file = join(folder, 'damaged.code')
    await writeFile(file, text, { mode: 0o600 })

    expect(readCodeCache(file).size).toBe(0)
  })

  it('may have no place to be', () => {
    expect(() => writeCodeCache('/dev/null/none/x.code', PARTS)).not.toThrow()
    expect(readCodeCache('/dev/null/none/x.code').size).toBe(0)
  })
})

describe.each(NODES)('the one file under %s', node => {
  const { file } = installedPackage()
  const validate = (env: Readonly<Record<string, string>>) =>
    execFileSync(node, [file, 'validate', resolve('examples/manifests/s3-import.txt')], { env, encoding: 'utf8' })
  const onlyFile = async (cache: string) => {
    const names = await readdir(join(cache, 'waybill'))
    expect(names).toHaveLength(1)
    return join(cache, 'waybill', names[0] ?? '')
  }

  it('compiles its parts once, and does the same with them', async () => {
    const cache = await mkdtemp(join(folder, 'home-'))
    const env = { XDG_CACHE_HOME: cache }

    const first = validate(env)
    const { ino } = await stat(await onlyFile(cache))
    expect(validate(env)).toBe(first)

    expect((await stat(await onlyFile(cache))).ino).toBe(ino)
    expect(first).toBe(validate({ NODE_DISABLE_COMPILE_CACHE: '1' }))
  })

  it('compiles them again where a former run left something else', async () => {
    const cache = await mkdtemp(join(folder, 'home-'))
    const env = { XDG_CACHE_HOME: cache }
    const first = validate(env)
    const code = await onlyFile(cache)
    const bytes = await readFile(code)
    await writeFile(code, Buffer.concat([bytes.subarray(0, bytes.indexOf(10) + 1), Buffer.alloc(bytes.length, 'x')]))

    expect(validate(env)).toBe(first)
    expect((await readFile(code)).subarray(-100).toString('latin1')).not.toContain('xxx')
  })
})
