/** Makes names of streams. Each part is encoded, since it may contain any character. */
const streamOf = (...parts: readonly string[]) => parts.map(part => encodeURIComponent(part.toWellFormed())).join('/')

/**
 * Over how many streams a team's other events are spread (actions on many jobs, attempts without a job), since a stream takes one
 * event at a time.
 */
const LANES = 16

/** The stream of a team's events without a job, check or key. @param spread the request's id, or any text */
export const teamStream = (team: string, spread: string): string => {
  const sum = [...spread].reduce((hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 7)
  return streamOf('requests', team, String(sum % LANES).padStart(2, '0'))
}

export const checkStream = (team: string, name: string): string => streamOf('check', team, name)

/** The stream of attempts before a submission has a job. The job's own stream has the record's id as its name. */
export const attemptsStream = (recordId: string): string => streamOf(recordId, 'attempts')

/** The settings of a team: members, keys, templates, addresses. */
export const settingsStream = (team: string): string => streamOf('team', team)

/** A signing key, by its ID. */
export const keyStream = (accessKeyId: string): string => streamOf('key', accessKeyId)

export const subscriptionStream = (team: string, name: string): string => streamOf('subscription', team, name)
