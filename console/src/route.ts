/** A place in the console: what stands behind `#` in the address. The server sees nothing of it. */
export interface Place {
  /** For example `['jobs', 'EXHJ1']`. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export const placeOf = (hash: string): Place => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  return { segments: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query) }
}

/** A link to a place, for `href`. */
export const linkTo = (segments: readonly string[], query: URLSearchParams | Record<string, string> = {}): string => {
  const search = new URLSearchParams(query).toString()
  return `#/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`
}

export const goTo = (link: string): void => {
  window.location.hash = link
}

/** Changes the address without a new entry in the history, as a filter does. */
export const replacePlace = (link: string): void => {
  window.history.replaceState(null, '', link)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}
