import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { AWS_LIMITS, type AwsLimits, limited } from '../system/aws-limits.ts'

/**
 * Secrets Manager with the machine's own region and credentials (environment, profile, role).
 *
 * @param limits the time limits. Default: those of a request
 */
export const createSecretsClient = (limits: AwsLimits = AWS_LIMITS): SecretsManagerClient =>
  limited(new SecretsManagerClient({ ...AWS_LIMITS, ...limits }), 'Secrets Manager')
