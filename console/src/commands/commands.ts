import type { Command } from './command.ts'
import { type Query, search } from './jobs-commands.ts'

/*
 * What each screen does, as lines for a terminal. Here and nowhere else, so that a test runs them all.
 */

const TEXT = { 'Content-Type': 'text/plain' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const inPath = encodeURIComponent

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
  const pairs: [string, string][] = [
    ...first.map(([name, value]): [string, string] => [name, value]),
    ...tagTexts(tagging).map((tag): [string, string] => ['tag', tag]),
    ...(description === undefined ? [] : [['description', description] satisfies [string, string]]),
  ]
  const query = new URLSearchParams(pairs).toString()
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

/** @param files the names of the manifests */
export const commandsOfBatch = (files: readonly string[], tagging: Tagging): readonly Command[] => [
  {
    title: 'batch.create',
    route: 'POST /v1/batches',
    path: '/v1/batches',
    headers: JSON_TYPE,
    bodyFile: 'batch.json',
    cli: ['submit', ...files, ...taggingOptions(tagging)],
  },
]

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
    title: 'job.clone',
    route: 'POST /v1/jobs/{jobId}/clone',
    path: `/v1/jobs/${inPath(jobId)}/clone`,
    headers: JSON_TYPE,
    body: '{}',
    cli: ['clone', jobId],
  },
  {
    title: 'custody.record',
    route: 'POST /v1/jobs/{jobId}/custody',
    path: `/v1/jobs/${inPath(jobId)}/custody`,
    headers: JSON_TYPE,
    body: '{"step":"packed","by":"NAME"}',
    cli: ['custody', jobId, '--step', 'packed', '--by', 'NAME'],
  },
  {
    title: 'job.cancel',
    route: 'POST /v1/jobs/{jobId}/cancel',
    path: `/v1/jobs/${inPath(jobId)}/cancel`,
    cli: ['cancel', jobId],
  },
]

export const commandsOfChange = (jobId: string): readonly Command[] => {
  const path = `/v1/jobs/${inPath(jobId)}/manifest`
  const part = { route: 'PUT /v1/jobs/{jobId}/manifest', headers: TEXT, bodyFile: 'manifest.txt' } as const
  return [
    {
      ...part,
      title: 'new.validate',
      path: `${path}${search([['validateOnly', 'true']])}`,
      cli: ['update', jobId, 'manifest.txt', '--validate-only'],
    },
    { ...part, title: 'change.save', path, cli: ['update', jobId, 'manifest.txt'] },
  ]
}

/** A parcel, as far as the form has it. */
interface Parcel {
  readonly jobIds: readonly string[]
  readonly carrier: string
  readonly shippedOn: string
  readonly trackingNumber?: string
  readonly sealNumber?: string
}

export const commandsOfParcel = ({ jobIds, ...parcel }: Parcel): readonly Command[] => {
  const [jobId = 'JOBID', ...others] = jobIds
  const { carrier, shippedOn, trackingNumber, sealNumber } = { ...parcel, carrier: parcel.carrier || 'CARRIER' }
  const further = { ...(trackingNumber && { trackingNumber }), ...(sealNumber && { sealNumber }) }
  const options = { tracking: trackingNumber, seal: sealNumber, on: shippedOn }
  return [
    {
      title: 'ship.send',
      route: 'PUT /v1/jobs/{jobId}/shipment',
      path: `/v1/jobs/${inPath(jobId)}/shipment`,
      headers: JSON_TYPE,
      body: JSON.stringify({ carrier, shippedOn, jobIds: [jobId, ...others], ...further }),
      cli: [
        ...['ship', jobId, ...others, '--carrier', carrier],
        ...Object.entries(options).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
      ],
    },
  ]
}

/** @param sender an address of the address book. `''`: as the manifest has it */
export const commandsOfLabel = (jobIds: readonly string[], sender: string): readonly Command[] => {
  const [jobId = 'JOBID', ...others] = jobIds
  const all = [jobId, ...others]
  return [
    {
      ...labelOf(jobId),
      body: JSON.stringify({ jobIds: all, ...(sender !== '' && { sender }) }),
      cli: ['label', ...all, ...(sender === '' ? [] : ['--sender', sender])],
    },
  ]
}

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
  {
    title: 'checks.make',
    route: 'PUT /v1/checks/{name}',
    path: '/v1/checks/NAME',
    headers: TEXT,
    bodyFile: 'manifest.txt',
    cli: ['check', 'manifest.txt', '--name', 'NAME', '--every', '1d'],
  },
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

/** @param filter what the events are filtered by. Default: all of them */
export const commandsOfAudit = (filter: Query = []): readonly Command[] => [
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
    path: `/v1/events${search([...filter, ['format', 'csv']])}`,
    outFile: 'events.csv',
    cli: ['events', ...eventOptions(filter), '--format', 'csv'],
  },
]

/** The options of `waybill events` that are called otherwise than the filters of the API. */
const EVENT_OPTIONS: Readonly<Record<string, string>> = { jobId: '--job' }

/** Before the first event: without a beginning, `waybill events` shows the last day only. */
const BEGINNING = '2000-01-01'

const eventOptions = (filter: Query): readonly string[] => {
  const hasBeginning = filter.some(([name]) => name === 'from')
  const whole: Query = hasBeginning ? filter : [...filter, ['from', BEGINNING]]
  return whole.flatMap(([name, value]) => [EVENT_OPTIONS[name] ?? `--${name}`, value])
}

const dayAfter = (day: string): string => {
  const next = new Date(Date.parse(day) + 86_400_000)
  return Number.isNaN(next.getTime()) ? 'DAY' : next.toISOString().slice(0, 10)
}

/** The proof of each event of a day: an export, and what verifies it without Waybill. */
export const commandsOfProof = (day: string): readonly Command[] => [
  {
    title: 'proof.title',
    route: 'GET /v1/audit/digests/{day}',
    path: `/v1/audit/digests/${inPath(day)}`,
    cli: ['audit', 'export', '--from', day, '--to', dayAfter(day), 'history'],
  },
  {
    title: 'proof.check',
    route: 'GET /v1/audit/public-key',
    path: '/v1/audit/public-key',
    outFile: 'public-key.pem',
    cli: ['audit', 'verify', 'history'],
    isOffline: true,
  },
]
