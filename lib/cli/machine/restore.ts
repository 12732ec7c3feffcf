import { resolve } from 'node:path'
import { clock } from '../../adapters/system/system.ts'
import { restore as restoreDataDir } from '../../local/restore.ts'
import { contentsLine, dataFolderCommand, reportDamage } from './data-folder.ts'

/** Puts a backup in the place of the data folder. */
export const restore = dataFolderCommand(async (dataDir, { args: [from = ''], io }) => {
  const restored = await restoreDataDir(resolve(io.cwd, from), dataDir, clock)
  io.stdout.write(
    [
      `Restored ${dataDir}: ${contentsLine(restored)}.`,
      ...(restored.before === undefined ? [] : [`What lay there before is in ${restored.before}.`]),
      'Jobs that were made since the backup are still at the service; "waybill recover" adopts them.',
      '',
    ].join('\n'),
  )
  return reportDamage(restored, io)
})
