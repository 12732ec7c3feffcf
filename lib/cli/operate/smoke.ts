import { askOverHttp } from '../../adapters/api/ask-over-http.ts'
import { asNobody } from '../../adapters/api/authorize-request.ts'
import { clock, newId } from '../../adapters/system/system.ts'
import { runSmoke } from '../../smoke/run-smoke.ts'
import type { Smoke, StepResult } from '../../smoke/smoke.ts'
import { connectionOf, requireSafeAddress } from '../api/connection.ts'
import type { AskedServer, Command, Io } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { counted } from '../output/counted.ts'
import { isLoopBack } from '../tool/tool-credentials.ts'
import type { SmokeOptions } from './options.ts'

/** Longer than Waybill itself may take for an answer. */
const TIMEOUT_MS = 40_000

/** Does what callers of a running Waybill do, and reports every step. */
export const smoke: Command<SmokeOptions> = {
  run: async ({ options, io, target }) => {
    const { world, address } = await prepare(options, target, io)
    io.stdout.write(`Smoke test of ${address}${world.submit ? '' : ', validating only'}\n`)
    const results = await runSmoke(world, result => io.stdout.write(lineOf(result)))
    const failed = results.filter(({ failure }) => failure !== undefined).length
    io.stdout.write(`${counted(results.length - failed, 'step')} passed, ${failed} failed\n`)
    return failed === 0 ? EXIT_CODES.done : EXIT_CODES.refused
  },
}

const lineOf = ({ name, durationMs, failure }: StepResult) =>
  failure === undefined ? `ok    Waybill ${name} (${durationMs} ms)\n` : `FAIL  Waybill ${name}: ${failure}\n`

const prepare = async (options: SmokeOptions, target: AskedServer, io: Io): Promise<{ world: Smoke; address: URL }> => {
  const { key, bucket } = options
  if (!/^\w{16,128}$/.test(key)) throw new UsageError('--key takes an access key ID, and never a secret.')
  const given = options['query-url'] === undefined ? undefined : urlOf(options['query-url'])
  const { endpoint, authorize } = await connectionOf(target, io)
  const isLocal = isLoopBack(endpoint)
  if (given) requireSafeAddress(given)
  const http = { timeoutMs: TIMEOUT_MS, stopped: io.stopped }
  const queryUrl = given ?? (isLocal ? endpoint : undefined)
  return {
    address: endpoint,
    world: {
      ask: askOverHttp(endpoint, { ...http, authorize }),
      ...(authorize !== asNobody && { askAsStranger: askOverHttp(endpoint, { ...http, authorize: asNobody }) }),
      ...(queryUrl && { askQuery: askOverHttp(queryUrl, { ...http, authorize: asNobody }) }),
      accessKeyId: key,
      bucket,
      id: newId().slice(0, 8),
      // A job at AWS is a real one; a job of this machine is not.
      submit: options.submit || (isLocal && !options['validate-only']),
      clock,
    },
  }
}

const urlOf = (text: string) => {
  if (!URL.canParse(text)) throw new UsageError(`${text} is not a URL.`)
  return new URL(text)
}
