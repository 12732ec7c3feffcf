import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { candidates, type Tables } from './candidates.ts'

/** Prints a line for each way to go on: the word, a tab, and what it means. Nothing where a file may stand. */
export const complete = (tables: Tables): Command => ({
  run: async ({ args, io }) => {
    for (const { word, about } of candidates(args, tables)) {
      io.stdout.write(`${word}\t${about.replace(/\s+/g, ' ')}\n`)
    }
    return EXIT_CODES.done
  },
})
