import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { METRICS } from '../../../lib/metrics.ts'

const run = promisify(execFile)

/** What a function of its own process writes, line by line: both libraries write past `console`, as Lambda needs it. */
const linesOf = async (code: string, env: Readonly<Record<string, string>> = {}) => {
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    env: { PATH: process.env.PATH, ...env },
  })
  // Lambda keeps both.
  return `${stdout}${stderr}`
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}

const LOG = `
  import { createPowertoolsLog } from './lib/adapters/system/powertools-log.ts'
  const log = createPowertoolsLog()
`
const METRICS_OF = `
  import { createPowertoolsMetrics } from './lib/adapters/system/powertools-metrics.ts'
  const metrics = createPowertoolsMetrics({ stage: 'dev', name: 'waybill-dev-submit-jobs', version: '7' })
`

describe('a line for CloudWatch', () => {
  it("carries the request's ID until the next request, and X-Ray's", async () => {
    const lines = await linesOf(
      `${LOG} log.info('a'); log.begin('r-1'); log.info('b', { status: 200 }); log.begin('r-2'); log.error('c')`,
      { _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' },
    )

    expect(lines).toMatchObject([
      { level: 'INFO', message: 'a', service: 'waybill', xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793' },
      { level: 'INFO', message: 'b', correlation_id: 'r-1', status: 200 },
      { level: 'ERROR', message: 'c', correlation_id: 'r-2' },
    ])
    expect(lines[0]).not.toHaveProperty('correlation_id')
    expect(lines[2]).not.toHaveProperty('status')
  })

  it("has the request's ID once, and no field that is the same on every line", async () => {
    const lines = await linesOf(
      `${LOG} log.begin('r-1'); log.info('a', { requestId: 'r-1', n: 1 }); log.info('b', { requestId: 'r-2' })`,
    )

    expect(lines).toMatchObject([
      { correlation_id: 'r-1', n: 1 },
      { correlation_id: 'r-1', requestId: 'r-2' },
    ])
    expect(lines[0]).not.toHaveProperty('requestId')
    expect(lines[0]).not.toHaveProperty('sampling_rate')
  })

  it('is written from the level that the operator sets', async () => {
    const code = `${LOG} log.info('a'); log.error('b')`

    expect(await linesOf(code, { POWERTOOLS_LOG_LEVEL: 'ERROR' })).toMatchObject([{ message: 'b' }])
    expect(await linesOf(code, { AWS_LAMBDA_LOG_LEVEL: 'ERROR' })).toMatchObject([{ message: 'b' }])
  })

  it('shows an error, its cause, and nothing that hangs on them', async () => {
    const [line] = await linesOf(`${LOG}
      const cause = new Error('socket closed')
      log.error('failed', { error: Object.assign(new Error('no answer', { cause }), { request: { body: 'x' } }) })`)

    expect(line.error).toMatchObject({ name: 'Error', message: 'no answer', cause: { message: 'socket closed' } })
    expect(line.error.stack.length).toBeGreaterThan(0)
    expect(JSON.stringify(line)).not.toContain('"body"')
  })

  it('shows no secret, wherever it stands', async () => {
    const [line] = await linesOf(`${LOG} log.info('a', {
      headers: { Authorization: 'Bearer s3cret' },
      key: { accessKeyId: 'AKIA', secretAccessKey: 's3cret', sessionToken: 's3cret' },
      manifest: 'deviceId:1\\ntrueCryptPassword: s3cret\\n',
      pinCode: 's3cret',
    })`)

    expect(JSON.stringify(line)).not.toContain('s3cret')
    expect(line.key.accessKeyId).toBe('AKIA')
    expect(line.manifest).toContain('deviceId:1')
  })
})

describe('a figure for CloudWatch', () => {
  it('is a line in the embedded metric format, at once', async () => {
    // CloudWatch user guide, "Specification: CloudWatch embedded metric format".
    const [line] = await linesOf(`${METRICS_OF} metrics.report({ JobsSubmitted: 1, TimeToSubmit: 420 })`)

    expect(line).toMatchObject({ service: 'waybill', JobsSubmitted: 1, TimeToSubmit: 420 })
    expect(line._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'Waybill',
        Dimensions: [['service', 'stage']],
        Metrics: [
          { Name: 'JobsSubmitted', Unit: 'Count' },
          { Name: 'TimeToSubmit', Unit: 'Milliseconds' },
        ],
      },
    ])
  })

  it('that is counted by code has that as a dimension, and the next one has not', async () => {
    const lines = await linesOf(`${METRICS_OF}
      metrics.report({ ServiceErrors: 1 }, 'SERVICE_TIMEOUT')
      metrics.report({ JobsReplayed: 1 })`)

    expect(lines).toMatchObject([
      {
        code: 'SERVICE_TIMEOUT',
        ServiceErrors: 1,
        _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'stage', 'code']] }] },
      },
      { JobsReplayed: 1, _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'stage']] }] } },
    ])
    expect(lines[1]).not.toHaveProperty('code')
  })

  it('is none where nothing happened, but where an alarm waits for zero', async () => {
    const lines = await linesOf(`${METRICS_OF}
      metrics.report({ JobsAskedAbout: 0, DevicesMoved: 0 })
      metrics.report({ ChecksActive: 0, ChecksOverdue: 0 })
      metrics.report({ TimeToSubmit: 0 })`)

    expect(lines).toMatchObject([{ ChecksOverdue: 0 }, { TimeToSubmit: 0 }])
    expect(lines[0]).not.toHaveProperty('ChecksActive')
  })

  it('is of one stage', async () => {
    expect(await linesOf(`${METRICS_OF} metrics.report({ JobsSubmitted: 1 })`)).toMatchObject([{ stage: 'dev' }])
  })

  it('that is counted by version names function and version, and the next one does not', async () => {
    const lines = await linesOf(`${METRICS_OF}
      metrics.report({ ServerErrors: 1 })
      metrics.report({ JobsReplayed: 1 })`)

    expect(lines).toMatchObject([
      {
        stage: 'dev',
        function: 'waybill-dev-submit-jobs',
        version: '7',
        ServerErrors: 1,
        _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'stage', 'function', 'version']] }] },
      },
      { JobsReplayed: 1, _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'stage']] }] } },
    ])
    expect(lines[1]).not.toHaveProperty('version')
  })

  it('can be each that the table names', async () => {
    const names = Object.keys(METRICS)
    const lines = await linesOf(
      `${METRICS_OF} for (const name of ${JSON.stringify(names)}) metrics.report({ [name]: 2 })`,
    )

    expect(lines.map((line, index) => line[names[index] ?? ''])).toEqual(names.map(() => 2))
  })
})
