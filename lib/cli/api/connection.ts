import {
  type AuthorizeRequest,
  asNobody,
  regionOfAddress,
  signedBy,
  withToken,
} from '../../adapters/api/authorize-request.ts'
import { clock } from '../../adapters/system/system.ts'
import { apiConfig } from '../../settings/config.ts'
import type { AskedServer, Io } from '../command.ts'
import { CommandError, UsageError } from '../command-error.ts'
import { isLoopBack } from '../tool/tool-credentials.ts'

/** A Waybill that can be asked. */
export interface Connection {
  readonly endpoint: URL
  readonly authorize: AuthorizeRequest
}

/**
 * Where Waybill is, and how requests to it prove who sends them: with the token, where there is one; not at all on this
 * machine; else signed for API Gateway with the credentials that the AWS SDK finds.
 *
 * @throws ConfigError
 * @throws UsageError for an address that is not safe
 * @throws CommandError where credentials or their region cannot be had
 */
export const connectionOf = async (target: AskedServer, io: Io): Promise<Connection> => {
  const { endpoint, token } = apiConfig(io.env, target.endpoint)
  requireSafeAddress(endpoint)
  return { endpoint, authorize: await authorizationFor(endpoint, token, io) }
}

const authorizationFor = async (endpoint: URL, token: string | undefined, { env }: Io): Promise<AuthorizeRequest> => {
  if (token !== undefined) return withToken(token)
  if (isLoopBack(endpoint)) return asNobody
  const { awsCredentials } = await import('../../adapters/secrets/aws-credentials.ts')
  const credentials = await awsCredentials().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`No credentials. Set WAYBILL_TOKEN, or configure the AWS SDK. It reports: ${reason}`)
  })
  const region = regionOfAddress(endpoint) ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (region === undefined) throw new CommandError(`Set AWS_REGION to the region of ${endpoint.hostname}.`)
  return signedBy(credentials, { region, clock })
}

/** @throws UsageError unless what is sent there is encrypted, or stays on this machine */
export const requireSafeAddress = (address: URL): void => {
  if (address.protocol !== 'https:' && !isLoopBack(address)) {
    throw new UsageError(`${address} is not https: neither a token nor a manifest is sent there.`)
  }
}
