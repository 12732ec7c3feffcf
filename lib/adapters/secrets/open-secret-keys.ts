import { createSecretsClient } from './client.ts'
import { createSecretKeys } from './secret-keys.ts'

/** The teams' signing keys in Secrets Manager, with the machine's own region and credentials. */
export const openSecretKeys = (options: Parameters<typeof createSecretKeys>[1]) =>
  createSecretKeys(createSecretsClient(), options)
