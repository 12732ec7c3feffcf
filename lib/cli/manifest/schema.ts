import { manifestSchema } from '../../manifest/fields/schema.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { asJson } from '../output/rows.ts'

/** Prints the JSON Schema of manifests. */
export const schema: Command = {
  run: async ({ io }) => {
    io.stdout.write(asJson(manifestSchema()))
    return EXIT_CODES.done
  },
}
