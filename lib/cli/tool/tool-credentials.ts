import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readPropertiesCredentials } from '../../adapters/secrets/properties-credentials.ts'
import { EXAMPLE_KEY } from '../../local/example-key.ts'
import type { Credentials } from '../../teams/keys.ts'
import type { Io } from '../command.ts'
import { CommandError } from '../command-error.ts'

export interface FoundCredentials {
  readonly credentials: Credentials
  /** Their origin, for messages about faults in them. */
  readonly source: string
}

const NO_CREDENTIALS =
  'No credentials. Put accessKeyId=… and secretKey=… into AwsCredentials.properties in this folder, ' +
  'or configure the AWS SDK (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ~/.aws/credentials).'

/**
 * The key that signs: the tool's own file in the working folder, else what the AWS SDK finds, else, on this very machine
 * only, the example key that Waybill knows out of the box.
 *
 * @throws CommandError
 */
export const findCredentials = async ({ cwd, env }: Io, endpoint: URL): Promise<FoundCredentials> => {
  const file = await readPropertiesCredentials(cwd).catch((error: unknown) => {
    throw new CommandError(error instanceof Error ? error.message : String(error))
  })
  if (file) return { credentials: file.credentials, source: file.path }

  const isLocal = isLoopBack(endpoint)
  // Nothing is configured: the SDK would only search the network, and a local Waybill would not know such a key.
  if (!isLocal || isSdkConfigured(env)) {
    const { awsCredentials } = await import('../../adapters/secrets/aws-credentials.ts')
    try {
      return { credentials: await awsCredentials(), source: "the AWS SDK's configuration" }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!isLocal) throw new CommandError(`${NO_CREDENTIALS} The AWS SDK reports: ${reason}`)
      const source = `the AWS documentation's example key, since the AWS SDK found none (${reason})`
      return { credentials: EXAMPLE_KEY, source }
    }
  }
  return { credentials: EXAMPLE_KEY, source: "the AWS documentation's example key, since nothing is configured" }
}

export const isLoopBack = ({ hostname }: URL) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)

const isSdkConfigured = (env: Io['env']) =>
  Object.keys(env).some(name => /^AWS_.*(?:KEY|PROFILE|TOKEN|CREDENTIALS|ROLE)/.test(name)) ||
  existsSync(join(env.HOME ?? homedir(), '.aws'))
