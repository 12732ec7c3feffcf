import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  paginateListSecrets,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { KeyDeletedError, type KeyRing } from '../../teams/keys.ts'
import { readSecret } from './key-secret.ts'

/** The keys of a deployed stage, for operators. */
export const createSecretKeyRing = (
  client: SecretsManagerClient,
  {
    prefix,
    teamOf = async () => undefined,
  }: {
    readonly prefix: string
    /** Whose key it is, for the depot. Default: not known */
    readonly teamOf?: (accessKeyId: string) => Promise<string | undefined>
  },
): KeyRing => ({
  put: async (accessKeyId, secretAccessKey) => {
    const team = await teamOf(accessKeyId)
    const SecretString = JSON.stringify({ accessKeyId, secretAccessKey, team })
    const Description = 'Signing key of Waybill; see docs/security.md'
    try {
      await client.send(new CreateSecretCommand({ Name: prefix + accessKeyId, Description, SecretString }))
      return true
    } catch (error) {
      if (error instanceof ResourceExistsException && !(await isDeleted(client, prefix + accessKeyId))) return false
      throw deletedOr(error, prefix + accessKeyId)
    }
  },
  rotate: async (accessKeyId, secretAccessKey) => {
    try {
      const before = await there(client, prefix + accessKeyId)
      const team = (await teamOf(accessKeyId)) ?? before.team
      const SecretString = JSON.stringify({ accessKeyId, secretAccessKey, team })
      // Secrets Manager itself moves AWSCURRENT to the new version, and AWSPREVIOUS to the one before.
      await client.send(new PutSecretValueCommand({ SecretId: prefix + accessKeyId, SecretString }))
      return true
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false
      throw deletedOr(error, prefix + accessKeyId)
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

/** Of what we ask, Secrets Manager refuses nothing else so than to change a secret that is scheduled for deletion. */
const deletedOr = (error: unknown, secretName: string): unknown =>
  error instanceof InvalidRequestException || error instanceof ResourceExistsException
    ? new KeyDeletedError(secretName, error)
    : error

/** Emulators of Secrets Manager call a secret that is scheduled for deletion one that exists. */
const isDeleted = async (client: SecretsManagerClient, SecretId: string): Promise<boolean> => {
  try {
    return (await client.send(new DescribeSecretCommand({ SecretId }))).DeletedDate !== undefined
  } catch {
    // Who may write secrets may be refused what describes them.
    return false
  }
}

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
