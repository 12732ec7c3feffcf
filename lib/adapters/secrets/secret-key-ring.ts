import {
  CreateSecretCommand,
  PutSecretValueCommand,
  paginateListSecrets,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { KeyRing } from '../../teams/keys.ts'

/** The keys of a deployed stage, for operators. */
export const createSecretKeyRing = (client: SecretsManagerClient, prefix: string): KeyRing => ({
  put: async (accessKeyId, secretAccessKey) => {
    const SecretString = JSON.stringify({ accessKeyId, secretAccessKey })
    const Description = 'Signing key of Waybill; see docs/security.md'
    try {
      await client.send(new CreateSecretCommand({ Name: prefix + accessKeyId, Description, SecretString }))
      return true
    } catch (error) {
      if (error instanceof ResourceExistsException) return false
      throw error
    }
  },
  rotate: async (accessKeyId, secretAccessKey) => {
    const SecretString = JSON.stringify({ accessKeyId, secretAccessKey })
    try {
      // Secrets Manager itself moves AWSCURRENT to the new version, and AWSPREVIOUS to the one before.
      await client.send(new PutSecretValueCommand({ SecretId: prefix + accessKeyId, SecretString }))
      return true
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false
      throw error
    }
  },
  list: async () => {
    const keys = []
    // The filter matches the beginnings of a name's parts too, so what it lets through is looked at again.
    const pages = paginateListSecrets({ client }, { Filters: [{ Key: 'name', Values: [prefix] }] })
    for await (const { SecretList = [] } of pages) {
      for (const { Name = '', LastChangedDate } of SecretList) {
        if (!Name.startsWith(prefix)) continue
        keys.push({ accessKeyId: Name.slice(prefix.length), ...(LastChangedDate && { changedAt: LastChangedDate }) })
      }
    }
    return keys.sort((one, other) => (one.accessKeyId < other.accessKeyId ? -1 : 1))
  },
})
