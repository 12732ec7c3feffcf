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

export type FilterKey = (typeof FILTERS)[number]['key']
export type JobQuery = Readonly<Partial<Record<FilterKey, string>>>

const isFilterKey = (key: string | undefined): key is FilterKey => FILTERS.some(filter => filter.key === key)

/** The filters of an address. What is no filter of ours is left out. */
export const queryOf = (search: URLSearchParams): JobQuery =>
  Object.fromEntries([...search].filter(([key, value]) => isFilterKey(key) && value !== ''))

/** As the filter's tokens. */
export const tokensOf = (query: JobQuery): PropertyFilterProps.Query => ({
  operation: 'and',
  tokens: FILTERS.flatMap(({ key, operator }) => {
    const value = query[key]
    return value === undefined ? [] : [{ propertyKey: key, operator, value }]
  }),
})

/** What the tokens ask for. Text without a property is a job's ID: the only thing that people type whole. */
export const queryOfTokens = (tokens: readonly PropertyFilterProps.Token[]): JobQuery =>
  Object.fromEntries(
    tokens.flatMap(({ propertyKey = 'jobId', value }) =>
      isFilterKey(propertyKey) && typeof value === 'string' && value.trim() !== '' ? [[propertyKey, value.trim()]] : [],
    ),
  )
