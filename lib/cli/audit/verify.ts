import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { readDigest, type SignedDigest } from '../../audit/digest.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { readAuditEvent } from '../../audit/read-event.ts'
import { type IntegrityReport, verifyExport } from '../../audit/verify-export.ts'
import type { Command } from '../command.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'
import { counted } from '../output/counted.ts'
import { dayFile, EXPORT_FILES } from './export-files.ts'
import type { VerifyExportOptions } from './options.ts'

/** As many problems as a person looks at. */
const MOST_SHOWN = 100

/**
 * Proves an export with the public key alone. Exit code: 0 whole and unchanged, 1 something is missing or altered, 3 there is
 * no digest to hold it against.
 */
export const verifyHistory: Command<VerifyExportOptions> = {
  run: async ({ args: [name = ''], options, io }) => {
    const folder = resolve(io.cwd, name)
    const key = options['public-key']
    const keyFile = key === undefined ? join(folder, EXPORT_FILES.publicKey) : resolve(io.cwd, key)
    const events: AuditEvent[] = []
    const unreadable: string[] = []
    for (const day of daysIn(join(folder, EXPORT_FILES.events))) {
      await readEvents(dayFile(folder, 'events', day), events, unreadable)
    }
    const { digests, broken } = readDigests(join(folder, EXPORT_FILES.digests))
    if (events.length === 0 && digests.length === 0 && broken.length === 0)
      throw new CommandError(`${folder} has neither events nor digests of an export.`)
    if (digests.length > 0 && !existsSync(keyFile))
      throw new CommandError(`${keyFile} is missing: name the public key with --public-key.`)
    const publicKey = digests.length > 0 ? await readFile(keyFile, 'utf8') : ''

    const report = verifyExport({ events, digests, publicKey })
    const problems = [
      ...broken.map(file => `altered: the digest ${file} cannot be read.`),
      ...unreadable.map(line => `altered: ${line} cannot be read as an event.`),
      ...report.problems.map(({ kind, detail }) => `${kind}: ${detail}`),
    ]
    for (const problem of problems.slice(0, MOST_SHOWN)) io.stdout.write(`${problem}\n`)
    if (problems.length > MOST_SHOWN) io.stdout.write(`and ${problems.length - MOST_SHOWN} more\n`)
    io.stdout.write(`${summaryOf(report, problems.length)}\n`)
    if (problems.length > 0) return EXIT_CODES.refused
    return digests.length > 0 ? EXIT_CODES.done : EXIT_CODES.unclear
  },
}

const summaryOf = ({ events, streams, digests, notYetSigned }: IntegrityReport, problems: number): string => {
  const read = `${counted(events, 'event')} in ${counted(streams, 'stream')}, ${counted(digests, 'signed digest')}`
  if (problems > 0) return `${read}: ${counted(problems, 'problem')}.`
  if (digests === 0) return `${read}: the chains fit, but no digest proves their ends.`
  const open = notYetSigned > 0 ? `; ${counted(notYetSigned, 'event')} after the last digest, not signed yet` : ''
  return `${read}: whole and unchanged${open}.`
}

const daysIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(name => /^day=\d{4}-\d\d-\d\d$/.test(name))
        .map(name => name.slice('day='.length))
        .sort()
    : []

const readEvents = async (path: string, events: AuditEvent[], unreadable: string[]): Promise<void> => {
  let number = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (line === '') continue
    const event = eventIn(line)
    if (event) events.push(event)
    else unreadable.push(`line ${number} of ${path}`)
  }
}

const eventIn = (line: string): AuditEvent | undefined => {
  try {
    return readAuditEvent(JSON.parse(line))
  } catch {
    return undefined // not JSON, so none
  }
}

const readDigests = (folder: string) => {
  const digests: SignedDigest[] = []
  const broken: string[] = []
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const digest = name.endsWith('.json') ? readDigest(readFileSync(join(folder, name), 'utf8')) : undefined
    if (digest) digests.push(digest)
    else broken.push(name)
  }
  return { digests, broken }
}
