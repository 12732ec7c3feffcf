/** How the process of a section ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

/**
 * Runs each section in a process of its own: none leaves anything behind for the next, and what ends one ends no other.
 *
 * @returns the sections that failed, in their order
 */
export const runEach = async (
  names: readonly string[],
  runOne: (name: string) => Promise<Ending>,
  print: (text: string) => void,
): Promise<readonly string[]> => {
  const failed: string[] = []
  for (const [index, name] of names.entries()) {
    const { code, signal } = await runOne(name)
    if (code === 0) continue
    failed.push(name)
    const next = names[index + 1]
    print(`${name} ended with ${signal ?? `exit code ${code}`}${next === undefined ? '' : `; ${next} follows`}.\n`)
  }
  if (failed.length > 0) print(`Failed: ${failed.join(', ')}.`)
  return failed
}
