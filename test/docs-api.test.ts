import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES } from '../lib/http/routes.ts'
import { startWaybill, type WaybillProcess } from './support/waybill-process.ts'

const shell = promisify(execFile)
const TEXT = readFileSync('docs/api.md', 'utf8')

let folder = ''
let waybill: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-api-'))
  await symlink(join(process.cwd(), 'examples'), join(folder, 'examples'))
  waybill = await startWaybill(join(folder, 'data'))
})
afterAll(async () => {
  await waybill.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

describe('docs/api.md', () => {
  it('has an example of every route', () => {
    const headings = [...TEXT.matchAll(/^### ([A-Z]+ \/\S*)$/gm)].map(([, heading]) => heading)

    expect(headings.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted())
  })

  it('shows lines that work, one after the other', async () => {
    const blocks = [...TEXT.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block)
    const script = blocks.map((block, index) => `BLOCK=${index}\n${block}`)
    // The first line that fails ends all (`-e`), and the end names its block.
    const onExit = `trap '[ $? = 0 ] || echo "Block $BLOCK failed" >&2' EXIT`
    const here = [onExit, ...script].join('\n').replace('http://127.0.0.1:4010', waybill.url)

    const { stdout } = await shell('sh', ['-ec', here], { cwd: folder, maxBuffer: 10_000_000 })

    expect(stdout).toMatch(/idempotency-replayed: true/i)
    expect(stdout).toMatch(/304 Not Modified/)
    expect(stdout).toContain('"genuine":true')
    expect(stdout).toContain('"code":"TRANSITION_NOT_ALLOWED"')
    expect(stdout).toContain('jobId,id,team,')
    expect(stdout).toContain('<ListJobsResponse')
    expect(stdout).toContain('<ProgressCode>Canceled</ProgressCode>')
  })
})
