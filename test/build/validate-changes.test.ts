import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { importManifest } from '../support/manifests.ts'
import { describeWith, missingTools } from '../support/outside-tools.ts'

let repository: string
beforeEach(async () => {
  repository = mkdtempSync(join(tmpdir(), 'waybill-changes-'))
  await run('git', ['init', '--quiet'])
  save('old.manifest', 'bucket:b\n')
  save('notes.txt', 'no manifest\n')
  await commit()
})
afterEach(() => rmSync(repository, { recursive: true }))

const AUTHOR = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
const save = (name: string, text: string) => writeFileSync(join(repository, name), text)
const commit = async (): Promise<string> => {
  await run('git', ['add', '--all'])
  await run('git', [...AUTHOR, 'commit', '--quiet', '--allow-empty', '-m', 'x'])
  return (await run('git', ['rev-parse', 'HEAD'])).out.trim()
}

const run = (file: string, args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string }>(done => {
    // The Node that runs the tests, as `node` on the path.
    const PATH = [join(process.execPath, '..'), process.env.PATH].join(delimiter)
    const options = { cwd: repository, env: { PATH, HOME: repository, ...env } }
    execFile(file, args, options, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: stdout + stderr }),
    )
  })

describe('the action for pull requests', () => {
  const validate = (env: Record<string, string>) =>
    run(resolve('build/github-action/validate.sh'), [], { COMMAND_LINE: resolve('bin/waybill.mjs'), ...env })

  it('shows the faults of the manifests that a change touches, at their lines, and of no others', async () => {
    const base = await commit()
    save('good.manifest', importManifest())
    save("it's 1 %.manifest", importManifest().replace('eraseDevice:yes', 'eraseDevice:perhaps'))
    await commit()

    const { code, out } = await validate({ BASE: base })

    expect(code).toBe(1)
    expect(out).toContain("::error file=it's 1 %25.manifest,line=4,")
    expect(out).not.toContain('old.manifest')
    expect(out).not.toContain('good.manifest')
  })

  it('passes where all of them are valid, and where none was changed', async () => {
    const base = await commit()
    expect(await validate({ BASE: base })).toEqual({ code: 0, out: 'No manifest was changed.\n' })
    save('good.manifest', importManifest())
    await commit()

    expect(await validate({ BASE: base })).toEqual({ code: 0, out: 'Validating 1 manifest(s)\n' })
  })

  it('validates all manifests outside a pull request, by the patterns that it is given', async () => {
    save('disk.txt', importManifest())
    await commit()

    expect((await validate({})).out).toContain('::error file=old.manifest')
    expect(await validate({ FILES: 'disk.txt  *.none' })).toEqual({ code: 0, out: 'Validating 1 manifest(s)\n' })
  })

  it('runs nothing that a pattern, a base or a file name holds', async () => {
    save('$(touch ran).manifest', importManifest())
    await commit()
    await validate({ FILES: '$(touch ran) ;touch ran; *.manifest' })
    await validate({ BASE: '--output=ran' })

    expect((await run('git', ['status', '--porcelain'])).out).toBe('')
  })

  it('names what it needs where it has no command line', async () => {
    const { code, out } = await validate({ COMMAND_LINE: '' })

    expect(code).toBe(2)
    expect(out).toMatch(/^::error title=waybill::Name the address of a Waybill/)
  })

  it('hands each of its inputs to the script by the name that the script reads', () => {
    const { inputs, runs } = parse(readFileSync('action.yml', 'utf8'))
    const [step] = runs.steps

    expect(Object.values(step.env).sort()).toEqual(
      Object.keys(inputs)
        .map(name => `\${{ inputs.${name} }}`)
        .sort(),
    )
    const script = readFileSync('build/github-action/validate.sh', 'utf8')
    for (const name of Object.keys(step.env)) expect(script).toContain(`\${${name}:-`)
  })
})

describeWith(missingTools({ 'pre-commit': 'pre-commit' }), 'the hook for commits', () => {
  it('refuses a commit with an invalid manifest, and lets a valid one through', async () => {
    const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'))
    // What is on a user's path as `waybill`.
    writeFileSync(join(repository, 'waybill'), `#!/bin/sh\nexec node '${resolve('bin/waybill.mjs')}' "$@"\n`, {
      mode: 0o755,
    })
    save('.pre-commit-config.yaml', JSON.stringify({ repos: [{ repo: 'local', hooks: [hook] }] }))
    const check = () =>
      run('pre-commit', ['run', '--all-files'], {
        PATH: [repository, join(process.execPath, '..'), process.env.PATH].join(delimiter),
      })
    await commit()

    expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('old.manifest') })
    save('old.manifest', importManifest())
    await commit()
    expect((await check()).code).toBe(0)
  })
})
