import { failureOf } from '../api/ask.ts'

/** The tag of what is there. `undefined`: nothing is. @throws CommandError, NoAnswer */
export const etagOf = async (
  asked: Promise<{ readonly error?: unknown; readonly response: Response }>,
): Promise<string | undefined> => {
  const { error, response } = await asked
  if (response.ok) return response.headers.get('etag') ?? '*'
  if (response.status === 404) return undefined
  throw failureOf(error, response)
}
