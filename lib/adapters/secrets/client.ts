import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** Secrets Manager with the machine's own region and credentials (environment, profile, role). */
export const createSecretsClient = (): SecretsManagerClient =>
  limited(new SecretsManagerClient(AWS_LIMITS), 'Secrets Manager')
