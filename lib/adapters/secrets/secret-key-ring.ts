import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  paginateListSecrets,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { KeyRing } from '../../teams/keys.ts'
import { readSecret } from './key-secret.ts'

/** The keys of a deployed stage, for operators. */
export const createSecretKeyRing = (
  client: SecretsManagerClient,
  {
    prefix,
    team,
  }: { readonly prefix: string /** Whose key `put` adds, for the depot. */; readonly team?: string | undefined },
): KeyRing => ({
  put: async (accessKeyId, secretAccessKey) => {
    const SecretString = JSON.stringify({ accessKeyId, secretAccessKey, team })
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
    try {
      const SecretString = JSON.stringify({
        ...(await there(client, prefix + accessKeyId)),
        accessKeyId,
        secretAccessKey,
      })
      // Secrets Manager itself moves AWSCURRENT to the new version, and AWSPREVIOUS to the one before.
      await client.send(new PutSecretValueCommand({ SecretId: prefix + accessKeyId, SecretString }))
      return true
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false
      throw error
    }
  },
  remove: async accessKeyId => {
    try {
      // It can be restored for as long as Secrets Manager keeps what was deleted (30 days).
      await client.send(new DeleteSecretCommand({ SecretId: prefix + accessKeyId }))
      return true
    } catch (error) {
      if (error instanceof ResourceNotFoundException || error instanceof InvalidRequestException) return false
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

/** What a secret has besides the key: whose it is. */
const there = async (client: SecretsManagerClient, SecretId: string): Promise<{ readonly team?: string }> => {
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }))
    const team = readSecret(SecretString)?.team
    return team === undefined ? {} : { team }
  } catch (error) {
    // Who may write secrets and not read them rotates keys all the same.
    if (error instanceof ResourceNotFoundException) throw error
    return {}
  }
}
