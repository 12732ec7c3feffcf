import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter'

/** What `GET /v1/jobs` filters by: each property stands for one parameter. */
export const FILTERS = [
  { key: 'jobId', operator: '=' },
  { key: 'deviceId', operator: '=' },
  { key: 'bucket', operator: '=' },
  { key: 'team', operator: '=' },
  { key: 'kind', operator: '=' },
  { key: 'jobType', operator: '=' },
  { key: 'state', operator: '=' },
  { key: 'stage', operator: '=' },
  { key: 'tag', operator: '=' },
  { key: 'archived', operator: '=' },
  { key: 'expiresBefore', operator: '<' },
  { key: 'from', operator: '>=' },
  { key: 'to', operator: '<' },
] as const

type FilterKey = (typeof FILTERS)[number]['key']

/** Of tags all must be there; of everything else there is one value. */
export interface JobQuery extends Readonly<Partial<Record<Exclude<FilterKey, 'tag'>, string>>> {
  readonly tag?: readonly string[]
}

const isFilterKey = (key: string | undefined): key is FilterKey => FILTERS.some(filter => filter.key === key)

const queryOfPairs = (pairs: readonly (readonly [key: string, value: string])[]): JobQuery => {
  const known = pairs.filter(([key, value]) => isFilterKey(key) && value !== '')
  const tags = new Set(known.filter(([key]) => key === 'tag').map(([, value]) => value))
  return {
    ...Object.fromEntries(known.filter(([key]) => key !== 'tag')),
    ...(tags.size > 0 && { tag: [...tags] }),
  }
}

/** The filters of an address. What is no filter of ours is left out. */
export const queryOf = (search: URLSearchParams): JobQuery => queryOfPairs([...search])

/** The same as an address has them, and as `GET /v1/jobs` takes them. */
export const searchOf = (query: JobQuery): URLSearchParams =>
  new URLSearchParams(FILTERS.flatMap(({ key }) => [query[key] ?? []].flat().map(value => [key, value])))

/** As the filter's tokens. */
export const tokensOf = (query: JobQuery): PropertyFilterProps.Query => ({
  operation: 'and',
  tokens: FILTERS.flatMap(({ key, operator }) =>
    [query[key] ?? []].flat().map(value => ({ propertyKey: key, operator, value })),
  ),
})

/** What the tokens ask for. Text without a property is a job's ID: the only thing that people type whole. */
export const queryOfTokens = (tokens: readonly PropertyFilterProps.Token[]): JobQuery =>
  queryOfPairs(
    tokens.flatMap(({ propertyKey = 'jobId', value }) =>
      typeof value === 'string' ? [[propertyKey, value.trim()] as const] : [],
    ),
  )
