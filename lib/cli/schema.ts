import { manifestSchema } from '../manifest/fields/schema.ts'
import type { Command } from './command.ts'

/** Prints the JSON Schema of manifests. */
export const schema: Command = {
  run: async (args, io) => {
    if (args.length > 0) {
      io.stderr.write('Usage: waybill schema\n')
      return 2
    }
    io.stdout.write(`${JSON.stringify(manifestSchema(), undefined, 2)}\n`)
    return 0
  },
}
