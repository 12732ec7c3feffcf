import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { Credentials } from '../../teams/keys.ts'

/** A machine that is no EC2 instance does not answer at its metadata address; nobody shall wait long for that. */
const METADATA_TIMEOUT_MS = 500

/**
 * Credentials from wherever the AWS SDK looks for them: environment, shared files, SSO, process, container, instance.
 *
 * @throws Error if there are none, or they cannot be had
 */
export const awsCredentials = async (): Promise<Credentials> => {
  const chain = defaultProvider({ timeout: METADATA_TIMEOUT_MS, maxRetries: 0 })
  const { accessKeyId, secretAccessKey, sessionToken } = await chain()
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}
