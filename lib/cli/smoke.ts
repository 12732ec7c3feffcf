import { parseArgs } from 'node:util'
import { askOverHttp } from '../adapters/api/ask-over-http.ts'
import { asNobody } from '../adapters/api/authorize-request.ts'
import { clock, newId } from '../adapters/system/system.ts'
import { apiConfig } from '../settings/config.ts'
import { runSmoke } from '../smoke/run-smoke.ts'
import type { Smoke, StepResult } from '../smoke/smoke.ts'
import { apiAuthorization, requireSafeAddress } from './api-authorization.ts'
import type { Command, Io } from './command.ts'
import { isLoopBack } from './tool-credentials.ts'
import { ToolError } from './tool-error.ts'

const USAGE = 'Usage: waybill smoke --key ACCESS_KEY_ID [--url URL] [--query-url URL] [--bucket NAME] [--submit]'

const DEFAULT_BUCKET = 'amzn-s3-demo-bucket'

/** Longer than Waybill itself may take for an answer. */
const TIMEOUT_MS = 40_000

/**
 * Does what callers of a running Waybill do, and reports every step. Exit code 0: all is well, 1: something is not, 2: asked
 * for something that makes no sense.
 */
export const smoke: Command = {
  run: async (args, io) => {
    try {
      const { world, address } = await prepare(args, io)
      io.stdout.write(`Smoke test of ${address}${world.submit ? '' : ', validating only'}\n`)
      const results = await runSmoke(world, result => io.stdout.write(lineOf(result)))
      const failed = results.filter(({ failure }) => failure !== undefined).length
      io.stdout.write(`${results.length - failed} steps passed, ${failed} failed\n`)
      return failed === 0 ? 0 : 1
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      io.stderr.write(`waybill: ${error.message}\n`)
      return 2
    }
  },
}

const lineOf = ({ name, durationMs, failure }: StepResult) =>
  failure === undefined ? `ok    Waybill ${name} (${durationMs} ms)\n` : `FAIL  Waybill ${name}: ${failure}\n`

const prepare = async (args: readonly string[], io: Io): Promise<{ world: Smoke; address: URL }> => {
  const options = parse(args)
  const { endpoint, token } = apiConfig(io.env, options.url)
  const isLocal = isLoopBack(endpoint)
  requireSafeAddress(endpoint)
  if (options.queryUrl) requireSafeAddress(options.queryUrl)
  const authorize = await apiAuthorization(io, endpoint, token)
  const http = { timeoutMs: TIMEOUT_MS, stopped: io.stopped }
  const queryUrl = options.queryUrl ?? (isLocal ? endpoint : undefined)
  return {
    address: endpoint,
    world: {
      ask: askOverHttp(endpoint, { ...http, authorize }),
      ...(authorize !== asNobody && { askAsStranger: askOverHttp(endpoint, { ...http, authorize: asNobody }) }),
      ...(queryUrl && { askQuery: askOverHttp(queryUrl, { ...http, authorize: asNobody }) }),
      accessKeyId: options.key,
      bucket: options.bucket,
      id: newId().slice(0, 8),
      // A job at AWS is a real one; a job of this machine is not.
      submit: options.submit ?? isLocal,
      clock,
    },
  }
}

const parse = (args: readonly string[]) => {
  const { values, positionals } = arguments_(args)
  const { key, url, bucket = DEFAULT_BUCKET } = values
  if (positionals.length > 0) throw new ToolError(`"${positionals[0]}" is not understood.\n${USAGE}`)
  if (key === undefined) throw new ToolError(`Name the team's access key with --key.\n${USAGE}`)
  if (!/^\w{16,128}$/.test(key)) throw new ToolError('--key takes an access key ID, and never a secret.')
  if (values.submit && values['validate-only']) throw new ToolError('--submit and --validate-only exclude each other.')
  return {
    key,
    url,
    bucket,
    queryUrl: values['query-url'] === undefined ? undefined : urlOf(values['query-url']),
    submit: values.submit ? true : values['validate-only'] ? false : undefined,
  }
}

const urlOf = (text: string) => {
  if (!URL.canParse(text)) throw new ToolError(`${text} is not a URL.`)
  return new URL(text)
}

const arguments_ = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        url: { type: 'string' },
        'query-url': { type: 'string' },
        bucket: { type: 'string' },
        submit: { type: 'boolean' },
        'validate-only': { type: 'boolean' },
      },
    })
  } catch (error) {
    // parseArgs throws a TypeError for arguments that it does not know.
    throw new ToolError(`${String(error).replace(/^\w*Error(?: \[\w+\])?: /, '')}\n${USAGE}`)
  }
}
