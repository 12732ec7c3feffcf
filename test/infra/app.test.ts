import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { stageNames } from '../../lib/infra/stage/read-stage.ts'

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'))
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-synth-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the app as `cdk synth -c stage=NAME` does, with a network that leads nowhere and no account. */
const synth = (stage: string) => {
  const env = {
    PATH: process.env.PATH,
    CDK_OUTDIR: join(folder, stage),
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage, 'aws:cdk:bundling-stacks': [] }),
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
  }
  return promisify(execFile)(process.execPath, ['bin/app.ts'], { env })
}

describe('the CDK app', () => {
  it.each(stageNames('stages'))(
    'finds nothing against the stage %s that is not accepted with a reason',
    async stage => {
      await expect(synth(stage)).resolves.toMatchObject({ stdout: '' })
    },
  )

  it('refuses a stage that is not there, before anything is made', async () => {
    await expect(synth('prodution')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Unknown stage "prodution" in stages; known stages: example'),
    })
  })
})
