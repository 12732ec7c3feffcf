import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { replaceFile } from '../../../lib/cli/manifest/replace-file.ts'
import { importText } from '../../manifest/manifest-texts.ts'
import { commandIo, waybill } from '../../support/command-io.ts'

const GOOD = importText('trueCryptPassword:horse staple')
const BAD = GOOD.replace('deviceId', 'deviceID').replace('2.0', '2.0;').replace('Anytown', 'Anytown\u00a0')

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-fix-'))
  await writeFile(join(folder, 'bad.txt'), BAD)
})
afterEach(() => rm(folder, { recursive: true }))

const run = async (args: string[], overrides: Parameters<typeof commandIo>[0] = {}) => {
  const io = commandIo({ cwd: folder, ...overrides })
  const code = await waybill(['validate', ...args], io)
  return { code, out: io.printed(), err: io.complained() }
}
const contents = (name: string) => readFile(join(folder, name), 'utf8')

describe('waybill validate --fix', () => {
  it('mends the file, reports what it did, and exits as the mended file deserves', async () => {
    const { code, out } = await run(['--fix', 'bad.txt'])

    expect(code).toBe(0)
    expect(await contents('bad.txt')).toBe(GOOD)
    expect(out).toBe(
      `bad.txt:1: fixed TRAILING_SEMICOLON: Remove the semicolon.
bad.txt:3: fixed OPTION_MISSPELT: Rename it to deviceId.
bad.txt:10: fixed INVISIBLE_CHARACTER: Remove what is invisible.
bad.txt: valid (S3 import)
`,
    )
  })

  it('reports what it cannot mend', async () => {
    await writeFile(join(folder, 'bad.txt'), BAD.replace('eraseDevice:yes', 'eraseDevice:perhaps'))

    const { code, out } = await run(['--fix', 'bad.txt'])

    expect(code).toBe(1)
    expect(out).toContain('bad.txt:4:13: error VALUE_NOT_ALLOWED')
    expect(out).toContain('not valid (S3 import): 1 error\n')
  })

  it('does not touch a file that needs nothing', async () => {
    await writeFile(join(folder, 'good.txt'), GOOD)
    const before = await stat(join(folder, 'good.txt'))

    const { code, out } = await run(['--fix', 'good.txt'])

    expect({ code, out }).toEqual({ code: 0, out: 'good.txt: valid (S3 import)\n' })
    expect((await stat(join(folder, 'good.txt'))).ino).toBe(before.ino)
  })

  it('keeps the rights of a file, goes through a link, and leaves nothing beside it', async () => {
    await chmod(join(folder, 'bad.txt'), 0o640)
    await symlink('bad.txt', join(folder, 'link.txt'))

    await run(['--fix', 'link.txt'])

    expect(await contents('bad.txt')).toBe(GOOD)
    expect((await stat(join(folder, 'bad.txt'))).mode & 0o777).toBe(0o640)
    expect((await lstat(join(folder, 'link.txt'))).isSymbolicLink()).toBe(true)
    expect((await readdir(folder)).toSorted()).toEqual(['bad.txt', 'link.txt'])
  })

  it('writes UTF-8 without a mark for UTF-16 and for a mark', async () => {
    await writeFile(join(folder, 'utf-16.txt'), Buffer.from(`\ufeff${GOOD}`, 'utf16le'))
    await writeFile(join(folder, 'marked.txt'), `\ufeff${GOOD}`)

    const { code, out } = await run(['--fix', 'utf-16.txt', 'marked.txt'])

    expect(code).toBe(0)
    expect(await contents('utf-16.txt')).toBe(GOOD)
    expect(await contents('marked.txt')).toBe(GOOD)
    expect(out).toContain('marked.txt:1: fixed BYTE_ORDER_MARK')
  })

  it('leaves bytes that are no text as they are', async () => {
    const latin = Buffer.from(BAD.replace('Anytown', 'Köln'), 'latin1')
    await writeFile(join(folder, 'latin-1.txt'), latin)

    expect((await run(['--fix', 'latin-1.txt'])).code).toBe(1)
    expect(await readFile(join(folder, 'latin-1.txt'))).toEqual(latin)
    expect((await run(['--fix', '-'], { input: latin })).out).toBe('')
  })

  it('keeps CR LF, and the lines that are not its business', async () => {
    const text = BAD.replace('\n', '\n# mine; “as it is” \u00a0\n').replaceAll('\n', '\r\n')
    await writeFile(join(folder, 'crlf.txt'), text)

    await run(['--fix', 'crlf.txt'])

    expect(await contents('crlf.txt')).toBe(
      GOOD.replace('\n', '\n# mine; “as it is” \u00a0\n').replaceAll('\n', '\r\n'),
    )
  })

  it('passes standard input on to standard output, and reports apart from it', async () => {
    const mended = await run(['--fix', '-'], { input: BAD })
    const same = await run(['--fix', '-'], { input: GOOD })

    expect(mended).toMatchObject({ code: 0, out: GOOD })
    expect(mended.err).toContain('<stdin>:1: fixed TRAILING_SEMICOLON')
    expect(same.out).toBe(GOOD)
  })

  it('names the fixes for programs', async () => {
    const { out } = await run(['--fix', '--format', 'json', 'bad.txt'])

    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        valid: true,
        diagnostics: [],
        fixed: [
          { code: 'TRAILING_SEMICOLON', line: 1, title: 'Remove the semicolon' },
          { code: 'OPTION_MISSPELT', line: 3, title: 'Rename it to deviceId' },
          { code: 'INVISIBLE_CHARACTER', line: 10, title: 'Remove what is invisible' },
        ],
      }),
    ])
  })

  it('does not write over what another program has written meanwhile', async () => {
    const path = join(folder, 'bad.txt')
    await writeFile(path, 'something else\n')

    await expect(replaceFile(path, Buffer.from(BAD), GOOD)).rejects.toThrow('another program has changed it')
    expect(await contents('bad.txt')).toBe('something else\n')
    expect(await readdir(folder)).toEqual(['bad.txt'])
  })

  it('exits with 2 where a file cannot be written', async () => {
    const { code, err } = await run(['--fix', '/dev/stdin-that-is-not-there'])

    expect(code).toBe(2)
    expect(err).toContain('cannot be read')
  })

  it('is not given together with --diff', async () => {
    expect(await run(['--fix', '--diff', 'bad.txt'])).toMatchObject({ code: 2, out: '' })
  })
})

describe('waybill validate --diff', () => {
  it('shows what --fix would change, without a secret, and writes nothing', async () => {
    const { code, out, err } = await run(['--diff', 'bad.txt'])

    expect(code).toBe(1)
    expect(await contents('bad.txt')).toBe(BAD)
    expect(out).toContain('--- bad.txt\tas it is\n+++ bad.txt\twith the fixes\n@@ -1,')
    expect(out).toContain('-manifestVersion:2.0;\n')
    expect(out).toContain('+manifestVersion:2.0\n')
    expect(out).toContain('-deviceID:HD001\n')
    expect(out).toContain(' trueCryptPassword:[redacted]\n')
    expect(out + err).not.toContain('horse')
    expect(err).toContain('bad.txt: not valid')
  })

  it('shows line ends and what is invisible', async () => {
    const { out } = await run(['--diff', '-'], {
      input: GOOD.replace('HD001', '\u200bHD001').replaceAll('\n', '\r\r\n'),
    })

    expect(out).toContain('-deviceId:<U+200B>HD001␍\r\n')
    expect(out).toContain('+deviceId:HD001\r\n')
  })

  it('is empty for a file that needs nothing', async () => {
    await writeFile(join(folder, 'good.txt'), GOOD)

    expect(await run(['--diff', 'good.txt'])).toEqual({ code: 0, out: '', err: 'good.txt: valid (S3 import)\n' })
  })
})
