import { KIND_NAMES } from '../manifest/fields/field.ts'
import { starterManifest } from '../manifest/fields/starter.ts'
import { KINDS } from '../manifest/manifest.ts'
import type { Command } from './command.ts'

const USAGE = KINDS.join('|')

/** Prints a manifest to start from. */
export const newManifest: Command = {
  run: async (args, io) => {
    const kind = KINDS.find(name => name === args[0])
    if (kind && args.length === 1) {
      io.stdout.write(starterManifest(kind))
      return 0
    }
    const kinds = KINDS.map(name => `  ${name.padEnd(16)}${KIND_NAMES[name]}`)
    io.stderr.write(`Usage: waybill new ${USAGE}\n${kinds.join('\n')}\n`)
    return 2
  },
}
