import { join } from 'node:path'

/** What an export consists of; the deployed stage writes the same names below its own prefixes. */
export const EXPORT_FILES = {
  events: 'events',
  jobs: 'jobs',
  digests: 'digests',
  publicKey: 'public-key.pem',
} as const

/** Partitioned by day as Hive and Athena read it. */
export const dayFile = (folder: string, kind: 'events' | 'jobs', day: string): string =>
  join(folder, EXPORT_FILES[kind], `day=${day}`, `${kind}.ndjson`)

export const digestFile = (folder: string, day: string): string => join(folder, EXPORT_FILES.digests, `${day}.json`)
