import {
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { DepotKeys } from '../../depot/ports.ts'
import type { Clock } from '../../system.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import type { Credentials, Keys } from '../../teams/keys.ts'
import { isKeyId } from '../../teams/teams.ts'
import { teamOfKey } from '../../teams/who-asks.ts'
import { readSecret } from './key-secret.ts'

/** How long a rotation may take until every function signs with the new value. */
const FRESH_MS = 5 * 60_000

/** How long keys stay in use where Secrets Manager does not answer. */
const STALE_MS = 60 * 60_000

interface Versions {
  readonly current: Credentials
  /** Whose key it is, where its secret says so. */
  readonly team?: string
  /** What the key's secret was before the last rotation. */
  readonly previousSecretAccessKey?: string
}

interface CachedKey {
  readonly at: number
  readonly versions: Promise<Versions | undefined>
}

/** The secrets of access keys, one a key, called `PREFIX` and the access key's ID. */
const openVersions = (
  client: SecretsManagerClient,
  { prefix, clock }: { readonly prefix: string; readonly clock: Clock },
) => {
  const cached = new Map<string, CachedKey>()

  const version = async (accessKeyId: string, stage: 'AWSCURRENT' | 'AWSPREVIOUS') => {
    const name = prefix + accessKeyId
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage: stage }))
      return SecretString
    } catch (error) {
      // A secret that does not exist yet, was never rotated, or is deleted, is not a fault.
      if (error instanceof ResourceNotFoundException || error instanceof InvalidRequestException) return undefined
      throw error
    }
  }

  const fetchVersions = async (accessKeyId: string): Promise<Versions | undefined> => {
    const [text, before] = await Promise.all([version(accessKeyId, 'AWSCURRENT'), version(accessKeyId, 'AWSPREVIOUS')])
    if (text === undefined) return undefined
    const current = readSecret(text)
    if (!current) throw new Error(`The secret ${prefix}${accessKeyId} must hold {"secretAccessKey": "…"}.`)
    const previous = before === undefined ? undefined : readSecret(before)
    const { team, ...credentials } = current
    return {
      current: { accessKeyId, ...credentials },
      ...(team !== undefined && { team }),
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
    // A key that does not exist yet counts as soon as it does; and whoever guesses IDs fills no memory.
    void versions.then(
      found => {
        if (!found && cached.get(accessKeyId)?.versions === versions) cached.delete(accessKeyId)
      },
      () => undefined,
    )
    return versions
  }

  return versionsOf
}

/**
 * The teams' signing keys as Secrets Manager secrets. Which key is of which team, the teams themselves say; so nothing has to
 * be listed, and no key that no team lists is ever asked for.
 *
 * Signing uses the current value; for verifying, the one before it counts as well, until the next rotation.
 */
export const createSecretKeys = (
  client: SecretsManagerClient,
  { teams, ...options }: { readonly prefix: string; readonly teams: TeamDirectory; readonly clock: Clock },
): Keys => {
  const versionsOf = openVersions(client, options)
  return {
    ofTeam: async team => {
      const { keys: ids = [] } = (await teams.get(team)) ?? {}
      const found = await Promise.all(ids.map(versionsOf))
      return found.flatMap(versions => (versions ? [versions.current] : []))
    },
    find: async accessKeyId => {
      const team = await teamOfKey(teams, accessKeyId)
      const versions = team === undefined ? undefined : await versionsOf(accessKeyId)
      if (team === undefined || !versions) return undefined
      return { ...versions.current, ...previousOf(versions), team }
    },
  }
}

/**
 * The same keys for the deployed depot, which like AWS knows keys and no teams: whose a key is stands in its secret, if
 * anywhere.
 */
export const createSecretDepotKeys = (
  client: SecretsManagerClient,
  options: { readonly prefix: string; readonly clock: Clock },
): DepotKeys => {
  const versionsOf = openVersions(client, options)
  return {
    find: async accessKeyId => {
      const versions = isKeyId(accessKeyId) ? await versionsOf(accessKeyId) : undefined
      if (!versions) return undefined
      const { team } = versions
      return { ...versions.current, ...previousOf(versions), ...(team !== undefined && { team }) }
    },
  }
}

const previousOf = ({ previousSecretAccessKey }: Versions) => ({
  ...(previousSecretAccessKey !== undefined && { previousSecretAccessKey }),
})
