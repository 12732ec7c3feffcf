import type { Command } from './command.ts'

/*
 * What each screen does, as lines for a terminal. Here and nowhere else, so that a test runs them all.
 */

const TEXT = { 'Content-Type': 'text/plain' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const inPath = encodeURIComponent

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
  expiresBefore: '--expires-before',
  from: '--from',
  to: '--to',
}

type Query = Readonly<Record<string, string>>

const search = (query: Query): string => {
  const text = new URLSearchParams(query).toString()
  return text === '' ? '' : `?${text}`
}

const listOptions = (query: Query): readonly string[] | undefined => {
  const options = Object.entries(query).map(([name, value]) => [LIST_OPTIONS[name], value] as const)
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
      path: `/v1/jobs${search({ ...query, format: 'csv', all: 'true' })}`,
      outFile: 'jobs.csv',
      ...(options && { cli: ['export', ...options, '--format', 'csv'] }),
    },
  ]
}

/** What jobs are found and counted by. */
interface Tagging {
  readonly tags?: Readonly<Record<string, string>>
  readonly description?: string
}

const tagTexts = ({ tags = {} }: Tagging) => Object.entries(tags).map(([name, value]) => `${name}=${value}`)

const taggingOptions = (tagging: Tagging): readonly string[] => [
  ...tagTexts(tagging).flatMap(tag => ['--tag', tag]),
  ...(tagging.description === undefined ? [] : ['--description', tagging.description]),
]

const taggedPath = (path: string, tagging: Tagging, first: readonly (readonly [string, string])[] = []): string => {
  const { description } = tagging
  const query = new URLSearchParams([
    ...first.map(pair => [...pair]),
    ...tagTexts(tagging).map(tag => ['tag', tag]),
    ...(description === undefined ? [] : [['description', description]]),
  ]).toString()
  return query === '' ? path : `${path}?${query}`
}

export const commandsOfNewJob = (tagging: Tagging): readonly Command[] => {
  const options = taggingOptions(tagging)
  return [
    {
      title: 'new.validate',
      route: 'POST /v1/jobs',
      path: taggedPath('/v1/jobs', tagging, [['validateOnly', 'true']]),
      headers: TEXT,
      bodyFile: 'manifest.txt',
      cli: ['submit', 'manifest.txt', '--validate-only', ...options],
    },
    {
      title: 'new.create',
      route: 'POST /v1/jobs',
      path: taggedPath('/v1/jobs', tagging),
      headers: TEXT,
      bodyFile: 'manifest.txt',
      cli: ['submit', 'manifest.txt', ...options],
    },
  ]
}

export const commandsOfTemplate = (name: string, tagging: Tagging): readonly Command[] => {
  const path = `/v1/templates/${inPath(name)}/jobs`
  const cli = ['submit', '--template', name, '--devices', 'devices.csv']
  const options = taggingOptions(tagging)
  return [
    {
      title: 'batch.validate',
      route: 'POST /v1/templates/{name}/jobs',
      path: taggedPath(path, tagging, [['validateOnly', 'true']]),
      headers: { 'Content-Type': 'text/csv' },
      bodyFile: 'devices.csv',
      cli: [...cli, '--validate-only', ...options],
    },
    {
      title: 'batch.create',
      route: 'POST /v1/templates/{name}/jobs',
      path: taggedPath(path, tagging),
      headers: { 'Content-Type': 'text/csv' },
      bodyFile: 'devices.csv',
      cli: [...cli, ...options],
    },
  ]
}

const signatureOf = (jobId: string): Command => ({
  title: 'paper.saveSignature',
  route: 'GET /v1/jobs/{jobId}/signature',
  path: `/v1/jobs/${inPath(jobId)}/signature`,
  outFile: 'SIGNATURE',
  cli: ['signature', jobId, '--out', '.'],
})

const labelOf = (jobId: string): Command => ({
  title: 'created.makeLabel',
  route: 'POST /v1/shipping-labels',
  path: '/v1/shipping-labels',
  headers: JSON_TYPE,
  body: JSON.stringify({ jobIds: [jobId] }),
  cli: ['label', jobId],
})

export const commandsOfJob = (jobId: string): readonly Command[] => [
  {
    title: 'job.show',
    route: 'GET /v1/jobs/{jobId}',
    path: `/v1/jobs/${inPath(jobId)}`,
    cli: ['show', jobId],
  },
  {
    title: 'job.askNow',
    route: 'GET /v1/jobs/{jobId}/status',
    path: `/v1/jobs/${inPath(jobId)}/status`,
    cli: ['status', jobId],
  },
  {
    title: 'job.history',
    route: 'GET /v1/jobs/{jobId}/events',
    path: `/v1/jobs/${inPath(jobId)}/events`,
    cli: ['history', jobId],
  },
  signatureOf(jobId),
  {
    title: 'job.cancel',
    route: 'POST /v1/jobs/{jobId}/cancel',
    path: `/v1/jobs/${inPath(jobId)}/cancel`,
    cli: ['cancel', jobId],
  },
]

export const commandsOfCreated = (jobId: string): readonly Command[] => [signatureOf(jobId), labelOf(jobId)]

export const commandsOfVerify: readonly Command[] = [
  {
    title: 'verify.verify',
    route: 'POST /v1/signatures/verify',
    path: '/v1/signatures/verify',
    headers: TEXT,
    bodyFile: 'SIGNATURE',
    cli: ['signature', '--check', '.'],
  },
]

export const commandsOfChecks: readonly Command[] = [
  { title: 'checks.title', route: 'GET /v1/checks', path: '/v1/checks', cli: ['checks', 'list'] },
]

export const commandsOfCheck = (name: string): readonly Command[] => [
  {
    title: 'checks.runNow',
    route: 'POST /v1/checks/{name}/run',
    path: `/v1/checks/${inPath(name)}/run`,
    cli: ['checks', 'run', name],
  },
  {
    title: 'checks.runs',
    route: 'GET /v1/checks/{name}/runs',
    path: `/v1/checks/${inPath(name)}/runs`,
    cli: ['checks', 'runs', name],
  },
  {
    title: 'checks.delete',
    route: 'DELETE /v1/checks/{name}',
    path: `/v1/checks/${inPath(name)}`,
    cli: ['checks', 'delete', name],
  },
]

export const commandsOfAudit: readonly Command[] = [
  {
    title: 'usage.title',
    route: 'GET /v1/reports/usage',
    path: '/v1/reports/usage',
    headers: { Accept: 'text/csv' },
    outFile: 'usage.csv',
  },
  {
    title: 'events.title',
    route: 'GET /v1/events',
    path: '/v1/events?format=csv',
    outFile: 'events.csv',
    cli: ['audit', 'export', 'history'],
  },
]

export const commandsOfTeam: readonly Command[] = [
  { title: 'team.facts', route: 'GET /v1/me', path: '/v1/me' },
  { title: 'team.templates', route: 'GET /v1/templates', path: '/v1/templates' },
  { title: 'team.addresses', route: 'GET /v1/addresses', path: '/v1/addresses' },
  { title: 'team.subscriptions', route: 'GET /v1/subscriptions', path: '/v1/subscriptions' },
  { title: 'team.teams', route: 'GET /v1/teams', path: '/v1/teams', cli: ['teams', 'list'] },
]

/** @param jobId the device that the desk has before it; `undefined`: the queue */
export const commandsOfDepot = (jobId: string | undefined): readonly Command[] =>
  jobId === undefined
    ? [{ title: 'depot.queue', route: 'GET /v1/depot/jobs', path: '/v1/depot/jobs' }]
    : [
        {
          title: 'job.show',
          route: 'GET /v1/depot/jobs/{jobId}',
          path: `/v1/depot/jobs/${inPath(jobId)}`,
          cli: ['depot', 'show', jobId],
        },
      ]
