import { createQueryService } from '../../adapters/service/query-service.ts'
import { clock } from '../../adapters/system/system.ts'
import type { Service, ServiceCall } from '../../jobs/service.ts'
import { ServiceFailure } from '../../jobs/service-failure.ts'
import { JOB_TYPES, type JobType } from '../../manifest/manifest.ts'
import { toolConfig } from '../../settings/config.ts'
import { profileOf } from '../api/connection.ts'
import type { AskedServer, Command, CommandUse, Io } from '../command.ts'
import { CommandError, EXIT_CODES, NoAnswer, UsageError } from '../command-error.ts'
import { type FoundCredentials, findCredentials, isLoopBack } from './tool-credentials.ts'

/** Longer than Waybill's own request to the service may take. */
const CALL_TIMEOUT_MS = 30_000

/** One run of a command of the Web Service Tool. */
export interface ToolRun<Options> extends CommandUse<Options> {
  /** Whether a program reads the output. */
  readonly asJson: boolean
  /** Asks the service, as the key's owner. */
  readonly ask: <T>(question: (service: Service, call: ServiceCall) => Promise<T>) => Promise<T>
}

interface ToolCommandParts<Options> {
  /** Whether a request without an answer may have had its effect. */
  readonly changes: boolean
  /** @returns the exit code, if it is not 0 */
  readonly run: (run: ToolRun<Options>) => Promise<number | undefined>
}

/** A command of the Web Service Tool. */
export const toolCommand = <Options extends { readonly format: 'table' | 'json' }>({
  changes,
  run,
}: ToolCommandParts<Options>): Command<Options> => ({
  run: async invocation => {
    const { io, target, options } = invocation
    const connection = await connect(io, target)
    const ask: ToolRun<Options>['ask'] = question =>
      question(connection.service, connection.call()).catch((error: unknown) => {
        throw error instanceof ServiceFailure ? explained(error, connection, changes) : error
      })
    return (await run({ ...invocation, asJson: options.format === 'json', ask })) ?? EXIT_CODES.done
  },
})

/** The tool takes the word in any case, as the service does. */
export const jobTypeOf = (word: string | undefined): JobType => {
  const jobType = JOB_TYPES.find(name => name.toLowerCase() === word?.toLowerCase())
  if (!jobType) throw new UsageError(`The job type must be Import or Export, not "${word}".`)
  return jobType
}

const VALIDATE_ONLY = 'ValidateOnly'

/** Whether the tool's last word is there; another one is a mistake that must not make a job. */
export const isValidateOnly = (word: string | undefined): boolean => {
  if (word === undefined) return false
  if (word.toLowerCase() === VALIDATE_ONLY.toLowerCase()) return true
  throw new UsageError(`The last argument can only be ${VALIDATE_ONLY}, not "${word}".`)
}

interface Connection extends FoundCredentials {
  readonly endpoint: URL
  readonly service: Service
  readonly call: () => ServiceCall
}

const connect = async (io: Io, target: AskedServer): Promise<Connection> => {
  const { profile } = await profileOf(target, io)
  const ofProfile = profile?.queryEndpoint ?? profile?.endpoint
  const { endpoint, signatureVersion } = toolConfig(
    io.env,
    target.endpoint ?? (ofProfile === undefined ? undefined : new URL(ofProfile)),
  )
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

/** Faults that are about the key and not about what was asked. */
const ABOUT_THE_KEY = new Set(['InvalidClientTokenId', 'InvalidClientTokenIdException', 'SignatureDoesNotMatch'])

const explained = (failure: ServiceFailure, connection: Connection, changes: boolean): CommandError => {
  const { endpoint, credentials, source } = connection
  const { kind, fault } = failure
  const said = fault ? `${fault.code}: ${fault.message}` : failure.message
  if (kind === 'not-sent') {
    const start = isLoopBack(endpoint) ? 'Start Waybill with "npm start" in its checkout, or name' : 'Name'
    return new NoAnswer(
      `${endpoint}: ${said} Nothing was sent. ${start} another endpoint with --endpoint-url or WAYBILL_URL.`,
    )
  }
  if (kind === 'refused') {
    const key = `The request was signed with ${credentials.accessKeyId}, from ${source}.`
    return new ServiceRefused(ABOUT_THE_KEY.has(fault?.code ?? '') ? `${said} ${key}` : said)
  }
  const care = 'It may have been done all the same: look with "waybill ListJobs" before you run the command again.'
  return new NoAnswer(changes ? `${said} ${care}` : said)
}

/** The service's own fault. */
export class ServiceRefused extends CommandError {}
