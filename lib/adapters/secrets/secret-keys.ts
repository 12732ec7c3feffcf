import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { Clock } from '../../system.ts'
import type { Credentials, Keys } from '../../teams/keys.ts'
import { type Teams, teamOfKey } from '../../teams/teams.ts'
import { readSecret } from './key-secret.ts'

/** How long a rotation may take until every function signs with the new value. */
const FRESH_MS = 5 * 60_000

/** How long keys stay in use where Secrets Manager does not answer. */
const STALE_MS = 60 * 60_000

interface Versions {
  readonly current: Credentials
  /** What the key's secret was before the last rotation. */
  readonly previousSecretAccessKey?: string
}

interface CachedKey {
  readonly at: number
  readonly versions: Promise<Versions | undefined>
}

/**
 * The teams' signing keys as Secrets Manager secrets, one a key, called `PREFIX` and the access key's ID. Which key is of which team, the
 * table of teams says; so nothing has to be listed, and no key that the table does not name is ever asked for.
 *
 * Signing uses the current value; for verifying, the one before it counts as well, until the next rotation.
 */
export const createSecretKeys = (
  client: SecretsManagerClient,
  { prefix, teams, clock }: { readonly prefix: string; readonly teams: Teams; readonly clock: Clock },
): Keys => {
  const cached = new Map<string, CachedKey>()

  const version = async (accessKeyId: string, stage: 'AWSCURRENT' | 'AWSPREVIOUS') => {
    const name = prefix + accessKeyId
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage: stage }))
      return SecretString
    } catch (error) {
      // A secret that does not exist yet, or was never rotated, is not a fault.
      if (error instanceof ResourceNotFoundException) return undefined
      throw error
    }
  }

  const fetchVersions = async (accessKeyId: string): Promise<Versions | undefined> => {
    const [text, before] = await Promise.all([version(accessKeyId, 'AWSCURRENT'), version(accessKeyId, 'AWSPREVIOUS')])
    if (text === undefined) return undefined
    const current = readSecret(text)
    if (!current) throw new Error(`The secret ${prefix}${accessKeyId} must hold {"secretAccessKey": "…"}.`)
    const previous = before === undefined ? undefined : readSecret(before)
    return {
      current: { accessKeyId, ...current },
      ...(previous && { previousSecretAccessKey: previous.secretAccessKey }),
    }
  }

  const versionsOf = (accessKeyId: string): Promise<Versions | undefined> => {
    const now = clock().getTime()
    const there = cached.get(accessKeyId)
    if (there && now - there.at < FRESH_MS) return there.versions
    const versions = fetchVersions(accessKeyId).catch(error => {
      cached.delete(accessKeyId)
      if (!there || now - there.at >= STALE_MS) throw error
      cached.set(accessKeyId, there)
      return there.versions
    })
    cached.set(accessKeyId, { at: now, versions })
    return versions
  }

  return {
    ofTeam: async team => {
      const ids = Object.hasOwn(teams.teams, team) ? (teams.teams[team]?.keys ?? []) : []
      const found = await Promise.all(ids.map(versionsOf))
      return found.flatMap(versions => (versions ? [versions.current] : []))
    },
    find: async accessKeyId => {
      const team = teamOfKey(teams, accessKeyId)
      const versions = team === undefined ? undefined : await versionsOf(accessKeyId)
      if (team === undefined || !versions) return undefined
      const { current, ...previous } = versions
      return { ...current, ...previous, team }
    },
  }
}
