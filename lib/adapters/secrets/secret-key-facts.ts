import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import pLimit from 'p-limit'
import type { KeyFact, KeyFacts } from '../../teams/keys.ts'

const ASKED_AT_ONCE = 16

/**
 * The facts about the keys of a deployed stage. Secrets Manager describes a secret without its value, so this needs no permission
 * to read one. The teams name the keys. Secrets are not listed, since a list would have the names of all secrets of the account.
 */
export const createSecretKeyFacts = (
  client: SecretsManagerClient,
  { prefix }: { readonly prefix: string },
): KeyFacts => {
  const limit = pLimit(ASKED_AT_ONCE)
  const describe = async (accessKeyId: string): Promise<readonly (readonly [string, KeyFact])[]> => {
    try {
      const {
        LastChangedDate,
        DeletedDate,
        VersionIdsToStages = {},
      } = await client.send(new DescribeSecretCommand({ SecretId: prefix + accessKeyId }))
      const fact: KeyFact = {
        hasPrevious: Object.values(VersionIdsToStages).some(labels => labels.includes('AWSPREVIOUS')),
        isDeleted: DeletedDate !== undefined,
        ...(LastChangedDate && { changedAt: LastChangedDate }),
      }
      return [[accessKeyId, fact]]
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return []
      throw error
    }
  }
  return {
    of: async accessKeyIds => {
      const found = await Promise.all(accessKeyIds.map(id => limit(() => describe(id))))
      return new Map(found.flat())
    },
    // Each key of a stage is of the team that lists it.
    besides: async () => [],
    signerOf: async () => undefined,
  }
}
