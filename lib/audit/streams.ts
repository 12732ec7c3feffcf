/** Names of streams. A name may hold any character of ours, so each part is encoded and ends where the next begins. */
const streamOf = (...parts: readonly string[]) => parts.map(part => encodeURIComponent(part.toWellFormed())).join('/')

/**
 * What is done over many jobs of a team, or was refused before it came to a job, is spread over so many streams: each
 * takes one event at a time.
 */
const LANES = 16

/** A team's events that belong to no job, check or key. @param spread an id of the request, any text */
export const teamStream = (team: string, spread: string): string => {
  const sum = [...spread].reduce((hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 7)
  return streamOf('requests', team, String(sum % LANES).padStart(2, '0'))
}

export const checkStream = (team: string, name: string): string => streamOf('check', team, name)

/** What befell a submission before it had a job. Its job's own stream is named by the record's id alone. */
export const attemptsStream = (recordId: string): string => streamOf(recordId, 'attempts')

/** The settings of a team: members, keys, templates, addresses. */
export const settingsStream = (team: string): string => streamOf('team', team)

/** A signing key, by its ID. */
export const keyStream = (accessKeyId: string): string => streamOf('key', accessKeyId)

export const subscriptionStream = (team: string, name: string): string => streamOf('subscription', team, name)
