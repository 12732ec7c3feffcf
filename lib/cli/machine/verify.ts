import { clock, newId } from '../../adapters/system/system.ts'
import { acceptLoss } from '../../local/accept-loss.ts'
import { verifyDataDir } from '../../local/verify.ts'
import { EXIT_CODES } from '../command-error.ts'
import { contentsLine, dataFolderCommand, reportDamage } from './data-folder.ts'
import type { VerifyOptions } from './options.ts'

/** Reads everything in the data folder, and says what is damaged. */
export const verify = dataFolderCommand<VerifyOptions>(async (dataDir, { options, io }) => {
  if (options.accept) {
    io.stdout.write(`${await acceptLoss(dataDir, { clock, newId })}\n`)
    return EXIT_CODES.done
  }
  const verified = await verifyDataDir(dataDir)
  io.stdout.write(`Read ${dataDir}: ${contentsLine(verified)}.\n`)
  if (verified.damaged.length === 0) io.stdout.write('Nothing is damaged.\n')
  return reportDamage(verified, io)
})
