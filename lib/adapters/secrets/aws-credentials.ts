import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { Credentials } from '../../teams/keys.ts'

/** Only an EC2 instance answers at the metadata address; elsewhere the wait must be short. */
const METADATA_TIMEOUT_MS = 500

/**
 * Credentials from wherever the AWS SDK looks for them: environment, shared files, SSO, process, container, instance.
 *
 * @throws Error if none are configured, or they cannot be fetched
 */
export const awsCredentials = async (): Promise<Credentials> => {
  const chain = defaultProvider({ timeout: METADATA_TIMEOUT_MS, maxRetries: 0 })
  const { accessKeyId, secretAccessKey, sessionToken } = await chain()
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}
