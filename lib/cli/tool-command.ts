import { parseArgs } from 'node:util'
import { createQueryService } from '../adapters/service/query-service.ts'
import { clock } from '../adapters/system/system.ts'
import type { Service, ServiceCall } from '../jobs/service.ts'
import { ServiceFailure } from '../jobs/service-failure.ts'
import { JOB_TYPES, type JobType } from '../manifest/manifest.ts'
import { toolConfig } from '../settings/config.ts'
import type { Command, Io } from './command.ts'
import { type FoundCredentials, findCredentials, isLoopBack } from './tool-credentials.ts'
import { ToolError, ToolUsageError } from './tool-error.ts'

/** Longer than Waybill's own request to the service may take. */
const CALL_TIMEOUT_MS = 30_000

/** One run of a command of the Web Service Tool. */
export interface ToolRun {
  readonly io: Io
  readonly positionals: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  /** Whether a program reads the output. */
  readonly asJson: boolean
  /** Asks the service, as the key's owner. */
  readonly ask: <T>(question: (service: Service, call: ServiceCall) => Promise<T>) => Promise<T>
}

interface ToolCommandOptions {
  readonly name: string
  /** What stands after the name, without the options that all have. */
  readonly usage: string
  /** How many arguments there must be. */
  readonly arguments: readonly [least: number, most: number]
  readonly flags?: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  /** Whether a request without an answer may have had its effect. */
  readonly changes: boolean
  /** @returns the exit code, if it is not 0 */
  readonly run: (run: ToolRun) => Promise<number | undefined>
}

const COMMON_FLAGS = { 'endpoint-url': { type: 'string' }, format: { type: 'string', default: 'text' } } as const
const COMMON_USAGE = '[--endpoint-url URL] [--format text|json]'

/** A command of the Web Service Tool: exit code 0, or 1 and the service's message; 2 for an invalid command line. */
export const toolCommand = (options: ToolCommandOptions): Command => ({
  run: async (args, io) => {
    try {
      const { positionals, values } = parse(args, options)
      const { 'endpoint-url': endpointUrl, format, ...flags } = values
      if (format !== 'text' && format !== 'json') throw new ToolUsageError(`Unknown format "${format}".`)
      const connection = await connect(io, endpointUrl)
      const ask: ToolRun['ask'] = question =>
        question(connection.service, connection.call()).catch((error: unknown) => {
          if (!(error instanceof ServiceFailure)) throw error
          throw new ToolError(explain(error, connection, options))
        })
      return (await options.run({ io, positionals, flags, asJson: format === 'json', ask })) ?? 0
    } catch (error) {
      if (error instanceof ToolUsageError) {
        io.stderr.write(`${error.message}\nUsage: waybill ${options.name} ${COMMON_USAGE} ${options.usage}`.trimEnd())
        io.stderr.write('\n')
        return 2
      }
      if (!(error instanceof ToolError)) throw error
      io.stderr.write(`waybill ${options.name}: ${error.message}\n`)
      return 1
    }
  },
})

/** The tool takes the word in any case, as the service does. */
export const jobTypeOf = (word: string | undefined): JobType => {
  const jobType = JOB_TYPES.find(name => name.toLowerCase() === word?.toLowerCase())
  if (!jobType) throw new ToolUsageError(`The job type must be Import or Export, not "${word}".`)
  return jobType
}

const VALIDATE_ONLY = 'ValidateOnly'

/** Whether the tool's last word is there; another one is a mistake that must not make a job. */
export const isValidateOnly = (word: string | undefined): boolean => {
  if (word === undefined) return false
  if (word.toLowerCase() === VALIDATE_ONLY.toLowerCase()) return true
  throw new ToolUsageError(`The last argument can only be ${VALIDATE_ONLY}, not "${word}".`)
}

export const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`

interface Parsed {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

const parse = (args: readonly string[], { arguments: [least, most], flags }: ToolCommandOptions): Parsed => {
  try {
    const options = { ...COMMON_FLAGS, ...flags }
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
    if (positionals.length >= least && positionals.length <= most) return { positionals, values }
  } catch (error) {
    // parseArgs throws a TypeError for arguments that it does not know.
    throw new ToolUsageError(String(error).replace(/^\w*Error(?: \[\w+\])?: /, ''))
  }
  throw new ToolUsageError('Too few or too many arguments.')
}

interface Connection extends FoundCredentials {
  readonly endpoint: URL
  readonly service: Service
  readonly call: () => ServiceCall
}

const connect = async (io: Io, endpointUrl: string | boolean | undefined): Promise<Connection> => {
  const { endpoint, signatureVersion } = toolConfig(io.env, readEndpoint(endpointUrl))
  const found = await findCredentials(io, endpoint)
  return {
    ...found,
    endpoint,
    service: createQueryService({ endpoint, signatureVersion, callTimeoutMs: CALL_TIMEOUT_MS, clock }),
    call: () => {
      const startedAt = clock()
      const deadline = new Date(startedAt.getTime() + CALL_TIMEOUT_MS)
      return { credentials: found.credentials, startedAt, deadline }
    },
  }
}

const readEndpoint = (text: string | boolean | undefined): URL | undefined => {
  if (typeof text !== 'string') return undefined
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text)
  throw new ToolUsageError(`--endpoint-url takes an http or https address, not "${text}".`)
}

/** Faults that are about the key and not about what was asked. */
const ABOUT_THE_KEY = new Set(['InvalidClientTokenId', 'InvalidClientTokenIdException', 'SignatureDoesNotMatch'])

const explain = (failure: ServiceFailure, connection: Connection, { changes }: ToolCommandOptions): string => {
  const { endpoint, credentials, source } = connection
  const { kind, fault } = failure
  const said = fault ? `${fault.code}: ${fault.message}` : failure.message
  if (kind === 'not-sent') {
    const start = isLoopBack(endpoint) ? 'Start Waybill with "npx waybill start", or name' : 'Name'
    return `${endpoint}: ${said} Nothing was sent. ${start} another endpoint with --endpoint-url or WAYBILL_URL.`
  }
  if (kind === 'refused') {
    const key = `The request was signed with ${credentials.accessKeyId}, from ${source}.`
    return ABOUT_THE_KEY.has(fault?.code ?? '') ? `${said} ${key}` : said
  }
  const care = 'It may have been done all the same: look with "waybill ListJobs" before you run the command again.'
  return changes ? `${said} ${care}` : said
}
