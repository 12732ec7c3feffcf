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

/** How long keys stay in use while Secrets Manager does not answer. */
const STALE_MS = 60 * 60_000

interface Current {
  readonly credentials: Credentials
  /** The team of the key, if its secret names one. */
  readonly team?: string
}

interface Versions extends Current {
  /** The key's secret before the last rotation. */
  readonly previousSecretAccessKey?: string
}

/**
 * A cache of keys. Missing keys are not cached, so a new key works at once, and guessed IDs fill no memory.
 */
const remember = <T>(clock: Clock, read: (accessKeyId: string) => Promise<T | undefined>) => {
  const cached = new Map<string, { readonly at: number; readonly value: Promise<T | undefined> }>()
  const get = (accessKeyId: string): Promise<T | undefined> => {
    const now = clock().getTime()
    const there = cached.get(accessKeyId)
    if (there && now - there.at < FRESH_MS) return there.value
    const value = read(accessKeyId).catch(error => {
      cached.delete(accessKeyId)
      if (!there || now - there.at >= STALE_MS) throw error
      cached.set(accessKeyId, there)
      return there.value
    })
    cached.set(accessKeyId, { at: now, value })
    void value.then(
      found => {
        if (found === undefined && cached.get(accessKeyId)?.value === value) cached.delete(accessKeyId)
      },
      () => undefined,
    )
    return value
  }
  return { get, has: (accessKeyId: string) => cached.has(accessKeyId) }
}

/** The secrets of access keys. The name of each is the prefix and the access key's ID. */
const openVersions = (
  client: SecretsManagerClient,
  { prefix, clock }: { readonly prefix: string; readonly clock: Clock },
) => {
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

  const readCurrent = async (accessKeyId: string): Promise<Current | undefined> => {
    const text = await version(accessKeyId, 'AWSCURRENT')
    if (text === undefined) return undefined
    const current = readSecret(text)
    if (!current) throw new Error(`The secret ${prefix}${accessKeyId} must hold {"secretAccessKey": "…"}.`)
    const { team, ...credentials } = current
    return { credentials: { accessKeyId, ...credentials }, ...(team !== undefined && { team }) }
  }

  const current = remember(clock, readCurrent)
  // Both at once: after a rotation none of the two must be older than the other.
  const both = remember(clock, async (accessKeyId): Promise<Versions | undefined> => {
    const [now, before] = await Promise.all([readCurrent(accessKeyId), version(accessKeyId, 'AWSPREVIOUS')])
    const previous = before === undefined ? undefined : readSecret(before)
    return now && { ...now, ...(previous && { previousSecretAccessKey: previous.secretAccessKey }) }
  })
  return {
    /** Each reading is paid for: who only signs does without the value of before. */
    current: (accessKeyId: string): Promise<Current | undefined> =>
      both.has(accessKeyId) ? both.get(accessKeyId) : current.get(accessKeyId),
    /** Where Secrets Manager does not answer, what is known of the key is better than nothing. */
    both: (accessKeyId: string): Promise<Versions | undefined> =>
      both.get(accessKeyId).catch(error => {
        if (current.has(accessKeyId)) return current.get(accessKeyId)
        throw error
      }),
  }
}

/**
 * The teams' signing keys as Secrets Manager secrets. The teams list their keys, so secrets need not be listed, and a key that no
 * team lists is never read.
 *
 * Signing uses the current value; for verifying, the one before it counts as well, until the next rotation.
 */
export const createSecretKeys = (
  client: SecretsManagerClient,
  { teams, ...options }: { readonly prefix: string; readonly teams: TeamDirectory; readonly clock: Clock },
): Keys => {
  const versions = openVersions(client, options)
  return {
    ofTeam: async team => {
      const { keys: ids = [] } = (await teams.get(team)) ?? {}
      const found = await Promise.all(ids.map(versions.current))
      return found.flatMap(current => (current ? [current.credentials] : []))
    },
    find: async accessKeyId => {
      const team = await teamOfKey(teams, accessKeyId)
      const found = team === undefined ? undefined : await versions.both(accessKeyId)
      if (team === undefined || !found) return undefined
      return { ...found.credentials, ...previousOf(found), team }
    },
  }
}

/**
 * The same keys for the deployed depot, which like AWS knows no teams: only the key's secret can name its team.
 */
export const createSecretDepotKeys = (
  client: SecretsManagerClient,
  options: { readonly prefix: string; readonly clock: Clock },
): DepotKeys => {
  const versions = openVersions(client, options)
  return {
    find: async accessKeyId => {
      const found = isKeyId(accessKeyId) ? await versions.both(accessKeyId) : undefined
      if (!found) return undefined
      const { team } = found
      return { ...found.credentials, ...previousOf(found), ...(team !== undefined && { team }) }
    },
  }
}

const previousOf = ({ previousSecretAccessKey }: Versions) => ({
  ...(previousSecretAccessKey !== undefined && { previousSecretAccessKey }),
})
