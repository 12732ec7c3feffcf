import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

/** Secrets Manager with the machine's own region and credentials (environment, profile, role). */
export const createSecretsClient = (): SecretsManagerClient => new SecretsManagerClient({})
