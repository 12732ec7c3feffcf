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
import type { Profile } from './profile.ts'

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
export const connectionOf = async (server: AskedServer, io: Io): Promise<Connection> => {
  const { profile, name } = await profileOf(server, io)
  const address = server.endpoint ?? (profile && new URL(profile.endpoint))
  const { endpoint, token } = apiConfig(io.env, address)
  requireSafeAddress(endpoint)
  return { endpoint, authorize: await authorizationFor(endpoint, token, { profile, name }, io) }
}

interface NamedProfile {
  readonly name: string
  readonly profile: Profile | undefined
}

/**
 * The profile that the command line names, or the environment; an address in the environment wins over the latter.
 *
 * @throws UsageError
 */
export const profileOf = async ({ profile, endpoint }: AskedServer, io: Io): Promise<NamedProfile> => {
  const { WAYBILL_PROFILE: fromEnvironment, WAYBILL_URL: url } = io.env
  const name = profile ?? (endpoint || url ? undefined : fromEnvironment || undefined)
  if (name === undefined) return { name: '', profile: undefined }
  const { readProfile } = await import('./profile.ts')
  return { name, profile: await readProfile(name, io) }
}

/** Whose things are listed: the team of the command line, else of the profile. Default: all that the caller may see */
export const teamOf = async (given: string | undefined, server: AskedServer, io: Io): Promise<string | undefined> =>
  given ?? (await profileOf(server, io)).profile?.team

const authorizationFor = async (
  endpoint: URL,
  token: string | undefined,
  { profile, name }: NamedProfile,
  io: Io,
): Promise<AuthorizeRequest> => {
  const how = profile?.auth ?? (token !== undefined ? 'token' : byDefault(endpoint, profile))
  if (how === 'none') return asNobody
  if (how === 'iam') return signing(endpoint, profile?.region, io)
  if (how === 'oidc') {
    const { tokenOfLogin } = await import('../login/token-of-login.ts')
    return withToken(await tokenOfLogin(name, profile?.oidc, io))
  }
  if (token !== undefined && profile?.tokenCommand === undefined) return withToken(token)
  const { tokenOf } = await import('./profile.ts')
  return withToken(await tokenOf(profile ?? { endpoint: endpoint.href }, io))
}

const byDefault = (endpoint: URL, profile: Profile | undefined) =>
  profile?.oidc ? 'oidc' : isLoopBack(endpoint) ? 'none' : 'iam'

const signing = async (endpoint: URL, ofProfile: string | undefined, { env }: Io): Promise<AuthorizeRequest> => {
  const { awsCredentials } = await import('../../adapters/secrets/aws-credentials.ts')
  const credentials = await awsCredentials().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`No credentials. Set WAYBILL_TOKEN, or configure the AWS SDK. It reports: ${reason}`)
  })
  const region = ofProfile ?? regionOfAddress(endpoint) ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (region === undefined) throw new CommandError(`Set AWS_REGION to the region of ${endpoint.hostname}.`)
  return signedBy(credentials, { region, clock })
}

/** @throws UsageError unless what is sent there is encrypted, or stays on this machine */
export const requireSafeAddress = (address: URL): void => {
  if (address.protocol !== 'https:' && !isLoopBack(address)) {
    throw new UsageError(`${address} is not https: neither a token nor a manifest is sent there.`)
  }
}
