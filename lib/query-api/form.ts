/** Parameters by name. A map, not an object, since a name from outside may be `__proto__`. */
export type Params = ReadonlyMap<string, string>

/** Far more than a request of the six operations has; GetShippingLabel with hundreds of jobs still fits. */
const MAX_PARAMETERS = 1000
const MAX_NAME_LENGTH = 128

/** Percent-encodes all except the unreserved characters, in upper-case hex (RFC 3986, sections 2.1 and 2.3). */
export const rfc3986 = (text: string) =>
  UNRESERVED.test(text)
    ? text
    : encodeURIComponent(text.toWellFormed()).replace(
        /[!'()*]/g,
        character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      )

/** Most names and values have only these characters. */
const UNRESERVED = /^[\w.~-]*$/

/** Parameters as `application/x-www-form-urlencoded`, a blank as `%20`, which every server and every signer reads. */
export const encodeForm = (params: Params) =>
  [...params].map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`).join('&')

export interface FormReading {
  /** The parameters that could be read. They are complete only if there are no problems. */
  readonly params: Params
  /** A sentence for each problem. Empty: the text is a form. */
  readonly problems: readonly string[]
}

/** A query string from the URL, or its parameters decoded by a gateway, where a name may occur twice. */
export type Query = string | DecodedQuery

export type DecodedQuery = readonly (readonly [name: string, value: string])[]

/**
 * Decoded parameters as a text again, to look for a forgotten `&`. The sign `=` in a value stays as it is.
 */
export const queryText = (query: Query): string =>
  typeof query === 'string'
    ? query
    : query.map(([name, value]) => `${rfc3986(name)}=${rfc3986(value).replaceAll('%3D', '=')}`).join('&')

/**
 * Reads a form or a query string. A blank may be `+` or `%20`. Never throws, and takes linear time.
 *
 * A name that occurs twice is a problem: the signer and the server could each use another of its values.
 */
export const decodeForm = (text: string): FormReading => {
  const pairs = text.split('&', MAX_PARAMETERS + 1)
  const decoded = pairs
    .filter(pair => pair !== '')
    .map(pair => {
      const equals = pair.indexOf('=')
      return equals < 0
        ? ([decode(pair), ''] as const)
        : ([decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))] as const)
    })
  return readPairs(decoded, pairs.length)
}

/** Reads a query string in either form. */
export const readQuery = (query: Query): FormReading =>
  typeof query === 'string' ? decodeForm(query) : readPairs(query)

type Decoded = ReturnType<typeof decode>

const readPairs = (pairs: readonly (readonly [Decoded, Decoded])[], count = pairs.length): FormReading => {
  const params = new Map<string, string>()
  const problems: string[] = []
  if (count > MAX_PARAMETERS) return { params, problems: [`More than ${MAX_PARAMETERS} parameters.`] }

  for (const [name, value] of pairs) {
    if (typeof name !== 'string') problems.push(`A parameter's name ${name.problem}.`)
    else if (name === '') problems.push('A parameter has no name.')
    else if (name.length > MAX_NAME_LENGTH) problems.push(`A name of more than ${MAX_NAME_LENGTH} characters.`)
    else if (typeof value !== 'string') problems.push(`The value of ${name} ${value.problem}.`)
    else if (params.has(name)) problems.push(`${name} occurs twice.`)
    else params.set(name, value)
  }
  return { params, problems }
}

/** Reads the bytes of a body, which must be UTF-8. */
export const decodeFormBytes = (bytes: Uint8Array): FormReading => {
  try {
    return decodeForm(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return { params: new Map(), problems: ['The body is not UTF-8.'] }
  }
}

/** The parameters of the URL and the body as one set. A name in both must have the same value. */
export const unite = (url: FormReading, body: FormReading): FormReading => {
  const params = new Map(url.params)
  const problems = [...url.problems, ...body.problems]
  for (const [name, value] of body.params) {
    const other = params.get(name)
    if (other !== undefined && other !== value) problems.push(`${name} differs between URL and body.`)
    params.set(name, value)
  }
  return { params, problems }
}

/**
 * The known names that are found as `Name=` inside the value of another parameter, probably after a forgotten `&`. Only a hint,
 * since a value may really contain such a text.
 */
export const namesWithoutAmpersand = (text: string, known: readonly string[]): readonly string[] => {
  const longestFirst = known.toSorted((a, b) => b.length - a.length)
  const found = text.split('&').flatMap(pair => {
    const [, ...values] = pair.split('=', MAX_PARAMETERS)
    return values.slice(0, -1).map(value => longestFirst.find(name => value.endsWith(name)))
  })
  return [...new Set(found.filter(name => name !== undefined))]
}

const decode = (text: string): string | { problem: string } => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    const malformed = /%(?![0-9A-Fa-f]{2}).{0,2}/su.exec(text)
    if (malformed) return { problem: `has ${JSON.stringify(malformed[0])}, which is not percent-encoding` }
    return { problem: 'is not percent-encoded UTF-8' }
  }
}
