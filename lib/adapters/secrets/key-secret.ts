import * as z from 'zod/mini'

const KeySecret = z.object({
  secretAccessKey: z.string().check(z.minLength(1)),
  sessionToken: z.optional(z.string()),
})

/** What a key's secret says. `undefined`: it says something else, and nobody shall quote it. */
export const readSecret = (text: string) => {
  const parsed = z.safeParse(KeySecret, json(text))
  if (!parsed.success) return undefined
  const { secretAccessKey, sessionToken } = parsed.data
  return { secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
