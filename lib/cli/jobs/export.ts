import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { waybillClient } from '../api/ask.ts'
import { teamOf } from '../api/connection.ts'
import type { Command, Io } from '../command.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'
import { counted } from '../output/counted.ts'
import { progressOn } from '../output/progress.ts'
import { printRows } from '../output/rows.ts'
import { EXPORT_COLUMNS } from './job-columns.ts'
import { pagesOfJobs } from './list.ts'
import type { ExportOptions } from './options.ts'

/** Writes all jobs of the filters, page by page: a long list needs no more memory than a page. */
export const exportJobs: Command<ExportOptions> = {
  run: async ({ options, io, target, isQuiet }) => {
    const { format, out } = options
    const client = await waybillClient(target, io)
    const progress = progressOn(io.stderr, isQuiet)
    const output =
      out === undefined
        ? { write: async (text: string) => io.stdout.write(text), end: async () => undefined }
        : fileOutput(out, io)
    let count = 0
    for await (const jobs of pagesOfJobs(client, { ...options, team: await teamOf(options.team, target, io) }, 1000)) {
      const text = await printRows(jobs, { format, columns: EXPORT_COLUMNS })
      // The names of the columns stand once.
      await output.write(format === 'csv' && count > 0 ? text.slice(text.indexOf('\r\n') + 2) : text)
      count += jobs.length
      progress.show(counted(count, 'job'))
    }
    await output.end()
    progress.clear()
    if (!isQuiet && out !== undefined) io.stderr.write(`Wrote ${counted(count, 'job')} to ${out}.\n`)
    return EXIT_CODES.done
  },
}

const fileOutput = (path: string, { cwd }: Io) => {
  const file = createWriteStream(resolve(cwd, path), { flags: 'wx' })
  const failed = finished(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already' : error.message
    throw new CommandError(`${path} cannot be written: ${why}`)
  })
  // Reported by `end`, and not before anybody waits for it.
  failed.catch(() => undefined)
  return {
    write: async (text: string) => {
      if (!file.write(text) && !file.destroyed) await Promise.race([once(file, 'drain'), failed])
    },
    end: async () => {
      file.end()
      await failed
    },
  }
}
