import * as z from 'zod/mini'
import { jsonOf } from '../../json.ts'

const KeySecret = z.object({
  secretAccessKey: z.string().check(z.minLength(1)),
  sessionToken: z.optional(z.string()),
  /** The team of the key, for the depot. */
  team: z.optional(z.string()),
})

/** The contents of a key's secret. `undefined`: they are something else, and must not be quoted. */
export const readSecret = (text: string) => {
  const parsed = z.safeParse(KeySecret, jsonOf(text))
  if (!parsed.success) return undefined
  const { secretAccessKey, sessionToken, team } = parsed.data
  return {
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(team !== undefined && { team }),
  }
}
