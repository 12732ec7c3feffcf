import {
  type AuthorizeRequest,
  asNobody,
  regionOfAddress,
  signedBy,
  withToken,
} from '../adapters/api/authorize-request.ts'
import { clock } from '../adapters/system/system.ts'
import type { Io } from './command.ts'
import { isLoopBack } from './tool-credentials.ts'
import { ToolError } from './tool-error.ts'

/**
 * How requests to Waybill's own API prove who sends them: with the token, where there is one; not at all on this machine; else
 * signed for API Gateway with the credentials that the AWS SDK finds.
 *
 * @throws ToolError where credentials or their region cannot be had
 */
export const apiAuthorization = async (
  { env }: Io,
  endpoint: URL,
  token: string | undefined,
): Promise<AuthorizeRequest> => {
  if (token !== undefined) return withToken(token)
  if (isLoopBack(endpoint)) return asNobody
  const { awsCredentials } = await import('../adapters/secrets/aws-credentials.ts')
  const credentials = await awsCredentials().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ToolError(`No credentials. Set WAYBILL_TOKEN, or configure the AWS SDK. It reports: ${reason}`)
  })
  const region = regionOfAddress(endpoint) ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (region === undefined) throw new ToolError(`Set AWS_REGION to the region of ${endpoint.hostname}.`)
  return signedBy(credentials, { region, clock })
}

/** @throws ToolError unless what is sent there is encrypted, or stays on this machine */
export const requireSafeAddress = (address: URL): void => {
  if (address.protocol !== 'https:' && !isLoopBack(address)) {
    throw new ToolError(`${address} is not https: neither a token nor a manifest is sent there.`)
  }
}
