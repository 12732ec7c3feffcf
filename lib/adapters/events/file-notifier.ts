import { appendFile } from 'node:fs/promises'
import type { Notifier } from '../../checks/ports.ts'
import type { Log } from '../../system.ts'

/** Writes what is to be told into the log and, one JSON object a line, into a file. */
export const createFileNotifier = (file: string, log: Log): Notifier => {
  const write = (line: object) => appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
  return {
    notify: async notice => {
      await write(notice)
      log.info(`NOTICE ${notice.summary}`, { kind: notice.kind, team: notice.team, check: notice.check })
    },
    digest: async digest => {
      await write({ kind: 'digest', ...digest })
      log.info(`DIGEST ${digest.summary}`, { team: digest.team })
    },
  }
}
