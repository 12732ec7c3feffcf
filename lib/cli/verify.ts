import { clock, newId } from '../adapters/system/system.ts'
import { acceptLoss } from '../local/accept-loss.ts'
import { verifyDataDir } from '../local/verify.ts'
import { contentsLine, dataFolderCommand, reportDamage } from './data-folder.ts'

/** Reads everything in the data folder, and says what is damaged. */
export const verify = dataFolderCommand({
  name: 'verify',
  usage: '[--accept]',
  takes: args => args.length === 0 || (args.length === 1 && args[0] === '--accept'),
  perform: async (dataDir, args, io) => {
    if (args.length > 0) {
      io.stdout.write(`${await acceptLoss(dataDir, { clock, newId })}\n`)
      return 0
    }
    const verified = await verifyDataDir(dataDir)
    io.stdout.write(`Read ${dataDir}: ${contentsLine(verified)}.\n`)
    if (verified.damaged.length === 0) io.stdout.write('Nothing is damaged.\n')
    return reportDamage(verified, io)
  },
})
