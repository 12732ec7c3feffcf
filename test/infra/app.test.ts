import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { stageNames } from '../../lib/infra/stage/read-stage.ts'

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'))
const STAGES = stageNames('stages')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-synth-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the app for each of these stages as `cdk synth -c stage=NAME` does, with a network that leads nowhere and no account. */
const synth = (stages: readonly string[]) => {
  // One process for all: most of the time of one goes into loading CDK. Each app synthesises when the process ends.
  const code = `for (const stage of ${JSON.stringify(stages)}) {
    process.env.CDK_OUTDIR = ${JSON.stringify(`${folder}/`)} + stage
    process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...${JSON.stringify(context)}, stage, 'aws:cdk:bundling-stacks': [] })
    await import('./bin/app.ts?' + stage)
  }`
  const env = { PATH: process.env.PATH, HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' }
  return promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { env })
}

describe('the CDK app', () => {
  it('synthesises every example stage without a word', async () => {
    await expect(synth(STAGES)).resolves.toEqual({ stdout: '', stderr: '' })
  })

  it.each(STAGES)('violates no rule of a review on the stage %s that is not accepted with a reason', stage => {
    const { pluginReports } = JSON.parse(readFileSync(join(folder, stage, 'validation-report.json'), 'utf8'))

    expect(pluginReports).toEqual([
      expect.objectContaining({ pluginName: 'AwsSolutions', conclusion: 'success', violations: [] }),
      expect.objectContaining({ pluginName: 'Serverless', conclusion: 'success', violations: [] }),
    ])
  })

  it('refuses a stage that is not there, before anything is made, in one sentence without a stack trace', async () => {
    await expect(synth(['prodution'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Unknown stage "prodution" in stages; known stages: example.*-c stage=NAME\.\n$/),
    })
  })
})
