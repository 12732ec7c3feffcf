/**
 * The name that was most likely meant: the same letters in upper or lower case, or at most two mistakes away (a letter is
 * missing, extra or replaced, or two are swapped), and at most one mistake for each three letters.
 */
export const closest = (name: string, known: Iterable<string>): string | undefined => {
  let best: string | undefined
  let fewest = Math.min(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue
    const slips = distance(name.toLowerCase(), candidate.toLowerCase())
    if (slips < fewest) {
      best = candidate
      fewest = slips
    }
  }
  return best
}

/** The same, but only if no other name is as close, so that a fix may use it. */
export const onlyClosest = (name: string, known: Iterable<string>): string | undefined => {
  const names = [...known]
  const best = closest(name, names)
  if (best === undefined) return undefined
  const slips = distance(name.toLowerCase(), best.toLowerCase())
  const others = names.filter(other => distance(name.toLowerCase(), other.toLowerCase()) === slips)
  return others.length === 1 ? best : undefined
}

/** The restricted Damerau-Levenshtein distance (optimal string alignment), which needs only three rows of the table. */
export const distance = (a: string, b: string): number => {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current.push(swapped ? Math.min(cost, at(before, column - 2) + 1) : cost)
    }
    before = previous
    previous = current
  }
  return at(previous, b.length)
}

const at = (row: readonly number[], column: number) => row[column] ?? Number.POSITIVE_INFINITY
