import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { jsonOf, memberTwice } from '../../json.ts'
import type { Credentials, Keys, TeamKey } from '../../teams/keys.ts'

const Key = z.strictObject({
  accessKeyId: z.string().check(z.minLength(1)),
  secretAccessKey: z.string().check(z.minLength(1)),
  /** The secret before the last rotation. */
  previousSecretAccessKey: z.optional(z.string()),
  sessionToken: z.optional(z.string()),
  /** When the secret was stored. */
  changedAt: z.optional(z.iso.datetime()),
})
const KeysFile = z.strictObject({ teams: z.record(z.string(), z.array(Key)) })

/** The contents of a keys file: each team's keys, the preferred one first. */
export type KeysFileContents = z.output<typeof KeysFile>

/** A keys file cannot be used. The message names the file, and of its contents only key IDs and teams. */
export class KeysFileFault extends Error {
  override readonly name = 'KeysFileFault'
}

/**
 * Signing keys in a JSON file that only its owner may read. Read anew for each use, so a change takes effect at once; what
 * was read of the same text before is used again.
 *
 * @throws KeysFileFault
 */
export const createFileKeys = (path: string): Keys => {
  // At once and not through the thread pool, where four trips for a file of a few lines would wait behind every flush.
  let last: { readonly text: string; readonly teams: KeysFileContents['teams'] } | undefined
  const teams = () => {
    const text = readFileSync(path, 'utf8')
    if (text !== last?.text) last = { text, teams: parseKeysFile(text, path).teams }
    return last.teams
  }
  return {
    ofTeam: async team => {
      const all = teams()
      return Object.hasOwn(all, team) ? (all[team] ?? []).map(credentials) : []
    },
    find: async accessKeyId => {
      for (const [team, keys] of Object.entries(teams())) {
        const key = keys.find(candidate => candidate.accessKeyId === accessKeyId)
        if (key) return teamKey(key, team)
      }
      return undefined
    },
  }
}

/**
 * @param path where the text is from, for the error
 * @throws KeysFileFault
 */
export const parseKeysFile = (text: string, path: string): KeysFileContents => {
  const parsed = z.safeParse(KeysFile, jsonOf(text))
  if (!parsed.success) {
    throw new KeysFileFault(`${path} must hold {"teams": {"NAME": [{"accessKeyId": "…", "secretAccessKey": "…"}]}}`)
  }
  const twice = memberTwice(text)
  if (twice !== undefined)
    throw new KeysFileFault(`${path} has ${twice} twice; a reader would see only one of the two.`)
  const owners = Map.groupBy(
    Object.entries(parsed.data.teams).flatMap(([team, keys]) => keys.map(({ accessKeyId }) => ({ accessKeyId, team }))),
    ({ accessKeyId }) => accessKeyId,
  )
  for (const [accessKeyId, [first, second]] of owners) {
    if (!first || !second) continue
    throw new KeysFileFault(
      `${path} has ${accessKeyId} of ${first.team} and of ${second.team}; a key is of one team, and once.`,
    )
  }
  return parsed.data
}

const credentials = ({ accessKeyId, secretAccessKey, sessionToken }: z.output<typeof Key>): Credentials => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken !== undefined && { sessionToken }),
})

const teamKey = (key: z.output<typeof Key>, team: string): TeamKey => ({
  ...credentials(key),
  ...(key.previousSecretAccessKey !== undefined && { previousSecretAccessKey: key.previousSecretAccessKey }),
  team,
})
