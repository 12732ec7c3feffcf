/** The value below which a share of the values lies; the upper one of the two where it falls between them. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  if (value === undefined) throw new RangeError('Nothing was measured.')
  return value
}

export const median = (values: readonly number[]) => quantile(values, 0.5)
