import type { Notifier } from '../../checks/ports.ts'
import type { Log } from '../../system.ts'
import { createLineFile } from '../folder/line-file.ts'

/** Writes notices to the log and, one JSON object a line, to a file. */
export const createFileNotifier = (file: string, log: Log): Notifier => {
  const lines = createLineFile(file)
  return {
    notify: async notice => {
      await lines.add(notice)
      log.info(`NOTICE ${notice.summary}`, { kind: notice.kind, team: notice.team, check: notice.check })
    },
    digest: async digest => {
      await lines.add({ kind: 'digest', ...digest })
      log.info(`DIGEST ${digest.summary}`, { team: digest.team })
    },
  }
}
