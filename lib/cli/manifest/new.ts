import { KIND_NAMES } from '../../manifest/fields/field.ts'
import { starterManifest } from '../../manifest/fields/starter.ts'
import { KINDS } from '../../manifest/manifest.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'

/** Prints a manifest to start from. */
export const newManifest: Command = {
  run: async ({ args: [name], io }) => {
    const kind = KINDS.find(each => each === name)
    if (!kind) {
      const kinds = KINDS.map(each => `  ${each.padEnd(16)}${KIND_NAMES[each]}`)
      throw new UsageError(`"${name}" is not a kind of job. The kinds are\n${kinds.join('\n')}`)
    }
    io.stdout.write(starterManifest(kind))
    return EXIT_CODES.done
  },
}
