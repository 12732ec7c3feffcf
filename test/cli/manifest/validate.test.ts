import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { importText } from '../../manifest/manifest-texts.ts'
import { commandIo, waybill } from '../../support/command-io.ts'

const GOOD = importText()
const BAD = importText('acl:open', 'trueCryptPassword:“hunter2”')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-validate-'))
  await writeFile(join(folder, 'good.txt'), GOOD)
  await writeFile(join(folder, 'bad.txt'), BAD)
  await writeFile(join(folder, 'latin-1.txt'), Buffer.from(GOOD.replace('Anytown', 'Köln'), 'latin1'))
  await writeFile(join(folder, 'utf-16.txt'), Buffer.from(`\ufeff${GOOD}`, 'utf16le'))
})
afterAll(() => rm(folder, { recursive: true }))

const run = async (args: string[], overrides: Parameters<typeof commandIo>[0] = {}) => {
  const io = commandIo({ cwd: folder, ...overrides })
  const code = await waybill(['validate', ...args], io)
  return { code, out: io.printed(), err: io.complained() }
}

describe('waybill validate', () => {
  it('reports in one line that a manifest is valid', async () => {
    expect(await run(['good.txt'])).toEqual({ code: 0, out: 'good.txt: valid (S3 import)\n', err: '' })
  })

  it('shows each fault with its line, a caret and what to do, and no secret', async () => {
    const { code, out } = await run(['bad.txt'])

    expect(code).toBe(1)
    expect(out).toBe(
      `bad.txt:6:5: error VALUE_NOT_ALLOWED: "acl" cannot be "open"; it is one of private, public-read, public-read-write or authenticated-read.
    6 | acl:open
      |     ^^^^
bad.txt:7:19: error SMART_QUOTES: Typographic quotes (“”) stand around "trueCryptPassword".
    7 | trueCryptPassword:[redacted]
      |                   ^^^^^^^^^
      = Remove them; if quotes are needed, type straight ones.
bad.txt: not valid (S3 import): 2 errors
`,
    )
  })

  it('reads standard input, and checks several files at once', async () => {
    const { code, out } = await run(['good.txt', '-', 'utf-16.txt'], { input: `${GOOD}colour:red\n` })

    expect(code).toBe(0)
    expect(out).toContain('<stdin>: valid (S3 import), 1 warning\n')
    expect(out).toContain('utf-16.txt: valid (S3 import), 1 warning\n')
  })

  it('is not satisfied with bytes that are no text', async () => {
    const { code, out } = await run(['latin-1.txt'])

    expect(code).toBe(1)
    expect(out).toContain('latin-1.txt:9:9: error INVALID_UTF_8')
  })

  it('exits with 2 if a file cannot be read, and checks the others all the same', async () => {
    const { code, out, err } = await run(['none.txt', '.', 'bad.txt'])

    expect(code).toBe(2)
    expect(out).toContain('bad.txt: not valid')
    expect(err).toMatch(/^none\.txt: cannot be read: ENOENT.*\n\.: cannot be read: EISDIR.*\n$/)
  })

  it('goes by the rules of an era and by a job type', async () => {
    const input = GOOD.replace('eraseDevice:yes', 'eraseDevice:no')

    expect((await run(['-'], { input })).code).toBe(0)
    expect((await run(['--era', '2015', '-'], { input })).code).toBe(1)
    expect((await run(['--job-type', 'import', '-'], { input })).code).toBe(0)
    expect((await run(['--job-type=Export', '-'], { input })).out).toContain('<stdin>:2:1: error JOB_TYPE_MISMATCH')
  })

  it('prints JSON for programs', async () => {
    const { code, out } = await run(['--format', 'json', 'good.txt', 'bad.txt'])

    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual([
      { file: 'good.txt', valid: true, kind: 's3-import', jobType: 'Import', diagnostics: [] },
      {
        file: 'bad.txt',
        valid: false,
        kind: 's3-import',
        jobType: 'Import',
        diagnostics: [
          {
            code: 'VALUE_NOT_ALLOWED',
            serviceCode: 'InvalidManifestFieldException',
            severity: 'error',
            detail:
              '"acl" cannot be "open"; it is one of private, public-read, public-read-write or authenticated-read.',
            pointer: '/acl',
            line: 6,
            column: 5,
            endLine: 6,
            endColumn: 9,
          },
          expect.objectContaining({ code: 'SMART_QUOTES', line: 7, column: 19, endColumn: 28 }),
        ],
      },
    ])
  })

  it('prints annotations for GitHub', async () => {
    const { out } = await run(['--format', 'github', '-'], { input: GOOD.replace('[', '').concat('100%,a: b\n') })

    expect(out).toBe(
      '::warning file=<stdin>,line=14,col=1,endLine=14,endColumn=7,title=OPTION_UNKNOWN::No option is called "100%25,a"; it is ignored. Remove it, or see waybill schema for the options that there are.\n',
    )
  })

  it('is coloured on a terminal only, and not where colours are unwanted', async () => {
    let shown = ''
    const write = (text: string) => {
      shown += text
    }
    const stdout = { write, isTerminal: true }

    await run(['bad.txt'], { stdout })
    expect(shown).toContain('\u001b[31merror\u001b[0m')
    shown = ''
    await run(['bad.txt'], { stdout, env: { NO_COLOR: '1' } })
    expect(shown).not.toContain('\u001b')
    expect((await run(['bad.txt'])).out).not.toContain('\u001b')
  })

  it('shows the part of a long line that matters, and nothing that steers a terminal', async () => {
    const { out } = await run(['-'], { input: `${GOOD}${'x'.repeat(300)}\u001b[2J\t:${'y'.repeat(300)}` })

    const [, source = '', caret = ''] = out.split('\n')
    expect(out).not.toContain('\u001b')
    expect(source.length).toBeLessThan(120)
    expect(caret.indexOf('^')).toBeLessThan(source.length)
  })

  it('names each placeholder of a new manifest', async () => {
    const io = commandIo()
    await waybill(['new', 'ebs-import'], io)

    const { code, out } = await run(['-'], { input: io.printed() })

    expect(code).toBe(1)
    expect(out.match(/error PLACEHOLDER: The placeholder of "\w+"/g)).toHaveLength(13)
    expect(out).toContain('<stdin>: not valid (EBS import): 13 errors\n')
  })

  it('gives up on input that never ends', async () => {
    const stdin = (async function* () {
      for (;;) yield new Uint8Array(65_536).fill(65)
    })()

    expect((await run(['-'], { stdin })).out).toContain('MANIFEST_TOO_LARGE')
  })

  it.each([
    [[], "missing required argument 'file'"],
    [['-', '-'], 'Standard input can be read only once.'],
    [['--era', '2014', '-'], 'It is one of lenient, 2015.'],
    [['--format', 'xml', '-'], 'It is one of table, json, csv, ndjson, github.'],
    [['--job-type', 'Move', '-'], 'It is one of Import, Export.'],
    [['--frobnicate', '-'], "unknown option '--frobnicate'"],
  ])('refuses the arguments %j', async (args, complaint) => {
    const { code, out, err } = await run(args)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(complaint)
    expect(err).toContain('"waybill validate --help" shows how to write it.')
  })
})
