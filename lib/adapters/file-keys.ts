import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import type { Credentials, Keys } from '../ports.ts'

const Key = z.strictObject({
  accessKeyId: z.string().check(z.minLength(1)),
  secretAccessKey: z.string().check(z.minLength(1)),
  sessionToken: z.optional(z.string()),
})
const KeysFile = z.strictObject({ teams: z.record(z.string(), z.array(Key)) })

/** What a keys file says: each team's keys, preferred one first. */
export type KeysFileContents = z.output<typeof KeysFile>

/**
 * Signing keys in a JSON file that only its owner may read. Read anew for each use, so a change takes effect at once.
 *
 * @throws Error that names the file, never its contents, if it cannot be read
 */
export const createFileKeys = (path: string): Keys => {
  const teams = async () => {
    const text = await readFile(path, 'utf8')
    const parsed = z.safeParse(KeysFile, parseJson(text))
    if (parsed.success) return parsed.data.teams
    throw new Error(`${path} must hold {"teams": {"NAME": [{"accessKeyId": "…", "secretAccessKey": "…"}]}}`)
  }
  return {
    ofTeam: async team => {
      const all = await teams()
      return Object.hasOwn(all, team) ? (all[team] ?? []).map(credentials) : []
    },
    find: async accessKeyId => {
      for (const [team, keys] of Object.entries(await teams())) {
        const key = keys.find(candidate => candidate.accessKeyId === accessKeyId)
        if (key) return { ...credentials(key), team }
      }
      return undefined
    },
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the schema refuses it, without quoting what may be a secret
  }
}

const credentials = ({ accessKeyId, secretAccessKey, sessionToken }: z.output<typeof Key>): Credentials => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken !== undefined && { sessionToken }),
})
