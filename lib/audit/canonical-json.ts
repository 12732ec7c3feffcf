/**
 * JSON with one spelling for one value, so that equal values have equal hashes: members in the order of their UTF-16 code
 * units, no white space (RFC 8785, section 3.2). Members that are `undefined` are left out, as `JSON.stringify` does.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
  }
  // Numbers and strings: RFC 8785 takes the very form of ECMAScript's JSON.stringify.
  return JSON.stringify(value)
}
