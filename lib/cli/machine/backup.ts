import { resolve } from 'node:path'
import { newId } from '../../adapters/system/system.ts'
import { backUp } from '../../local/backup.ts'
import { contentsLine, dataFolderCommand, reportDamage } from './data-folder.ts'

/** Copies the data folder, while Waybill serves or not. */
export const backup = dataFolderCommand(async (dataDir, { args: [to = ''], io }) => {
  const verified = await backUp(dataDir, resolve(io.cwd, to), newId)
  io.stdout.write(`Backed up ${dataDir} to ${resolve(io.cwd, to)}: ${contentsLine(verified)}.\n`)
  return reportDamage(verified, io)
})
