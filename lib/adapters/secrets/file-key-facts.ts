import { readFileSync } from 'node:fs'
import type { KeyFact, KeyFacts, Keys } from '../../teams/keys.ts'
import { parseKeysFile } from './file-keys.ts'

/**
 * The facts about the keys of one machine.
 *
 * @param keys the keys that Waybill signs with, so that unused keys are not shown as used
 */
export const createFileKeyFacts = (path: string, keys: Keys): KeyFacts => ({
  of: async accessKeyIds => {
    const stored = Object.values(parseKeysFile(readFileSync(path, 'utf8'), path).teams).flat()
    const changed = new Map(stored.map(({ accessKeyId, changedAt }) => [accessKeyId, changedAt]))
    const found = await Promise.all(accessKeyIds.map(keys.find))
    return new Map(
      found.flatMap(key => {
        if (!key) return []
        const changedAt = changed.get(key.accessKeyId)
        const fact: KeyFact = {
          hasPrevious: (key.previousSecretAccessKey ?? '') !== '',
          isDeleted: false,
          ...(changedAt !== undefined && { changedAt: new Date(changedAt) }),
        }
        return [[key.accessKeyId, fact] as const]
      }),
    )
  },
  signerOf: async accessKeyId => (await keys.find(accessKeyId))?.team,
  besides: async team => (await keys.ofTeam(team)).map(({ accessKeyId }) => accessKeyId),
})
