import { mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { dayAfter } from '../../audit/digest-archive.ts'
import type { WaybillClient } from '../../client/client.ts'
import { eachPage } from '../../client/pages.ts'
import { answered, failureOf, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { counted } from '../output/counted.ts'
import { dayFile, digestFile, EXPORT_FILES } from './export-files.ts'
import type { AuditExportOptions } from './options.ts'

/** Writes history and jobs of some days, a file a day, and the digests that cover them. */
export const exportHistory: Command<AuditExportOptions> = {
  run: async ({ args: [name = ''], options, io, target, isQuiet }) => {
    const [from, to] = [dayOf('--from', options.from), dayOf('--to', options.to)]
    if (from >= to) throw new UsageError('--to must be a day after --from.')
    const folder = resolve(io.cwd, name)
    const client = await waybillClient(target, io)
    let [events, jobs, digests] = [0, 0, 0]
    for (let day = from; day < to; day = dayAfter(day)) {
      const span = { from: day, to: dayAfter(day) }
      events += await writeLines(
        dayFile(folder, 'events', day),
        eachPage(
          query => answered(client.GET('/v1/events', { params: { query: { ...span, ...query } } })),
          page => page.events,
        ),
      )
      jobs += await writeLines(
        dayFile(folder, 'jobs', day),
        eachPage(
          query => answered(client.GET('/v1/jobs', { params: { query: { ...span, ...query } } })),
          page => page.jobs,
        ),
      )
    }
    // The one before the first day says what the first day's events follow.
    for (let day = dayAfter(from, -1); day < to; day = dayAfter(day)) {
      if (await writeDigest(client, folder, day)) digests += 1
    }
    await writePublicKey(client, folder)
    if (!isQuiet) {
      io.stdout.write(
        `Wrote ${counted(events, 'event')}, ${counted(jobs, 'job')} and ${counted(digests, 'signed digest')} to ${folder}.\n`,
      )
      if (digests === 0)
        io.stderr.write('No digest: days are signed within hours of their end, and shown to auditors.\n')
    }
    return EXIT_CODES.done
  },
}

const dayOf = (option: string, text: string): string => {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (isDay && dayAfter(text, 0) === text) return text
  throw new UsageError(`${option} must be a day such as 2026-11-01; ${JSON.stringify(text)} is not one.`)
}

const writeLines = async (path: string, pages: AsyncIterable<readonly object[]>): Promise<number> => {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w')
  let count = 0
  try {
    for await (const entries of pages) {
      await file.write(entries.map(entry => `${JSON.stringify(entry)}\n`).join(''))
      count += entries.length
    }
  } finally {
    await file.close()
  }
  return count
}

/** Not there, or not for this caller. */
const ABSENT = new Set([403, 404])

const writeDigest = async (client: WaybillClient, folder: string, day: string): Promise<boolean> => {
  const { data, error, response } = await client.GET('/v1/audit/digests/{day}', { params: { path: { day } } })
  if (ABSENT.has(response.status)) return false
  if (!response.ok) throw failureOf(error, response)
  const path = digestFile(folder, day)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(data)}\n`)
  return true
}

const writePublicKey = async (client: WaybillClient, folder: string): Promise<void> => {
  const { data, error, response } = await client.GET('/v1/audit/public-key', { parseAs: 'text' })
  if (ABSENT.has(response.status)) return
  if (!response.ok || data === undefined) throw failureOf(error, response)
  await writeFile(join(folder, EXPORT_FILES.publicKey), data)
}
