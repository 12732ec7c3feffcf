import type { Command } from './command.ts'

/*
 * Those of the first screen, apart from the others: its code is loaded before anything is shown.
 */

/** The options of `waybill list` by the filters of the API. */
const LIST_OPTIONS: Readonly<Record<string, string>> = {
  deviceId: '--device',
  bucket: '--bucket',
  team: '--team',
  kind: '--kind',
  jobType: '--job-type',
  state: '--state',
  stage: '--stage',
  tag: '--tag',
  archived: '--archived',
  expiresBefore: '--expires-before',
  from: '--from',
  to: '--to',
}

/** Of `tag` there may be several. */
export type Query = readonly (readonly [name: string, value: string])[]

export const search = (query: Query): string => {
  const text = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()
  return text === '' ? '' : `?${text}`
}

const listOptions = (query: Query): readonly string[] | undefined => {
  const options = query.map(([name, value]) => [LIST_OPTIONS[name], value] as const)
  return options.every(([option]) => option !== undefined)
    ? options.flatMap(([option = '', value]) => [option, value])
    : undefined
}

export const commandsOfJobs = (query: Query): readonly Command[] => {
  const options = listOptions(query)
  return [
    {
      title: 'jobs.title',
      route: 'GET /v1/jobs',
      path: `/v1/jobs${search(query)}`,
      ...(options && { cli: ['list', ...options] }),
    },
    {
      title: 'jobs.export',
      route: 'GET /v1/jobs',
      path: `/v1/jobs${search([...query, ['format', 'csv'], ['all', 'true']])}`,
      outFile: 'jobs.csv',
      ...(options && { cli: ['export', ...options, '--format', 'csv'] }),
    },
  ]
}
