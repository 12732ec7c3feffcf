import type { RouteName } from '../../lib/http/routes.ts'
import { encodeForm } from '../../lib/query-api/form.ts'
import { sign } from '../../lib/query-api/sign-v2.ts'
import type { ApiRequest, ApiWorld } from './api-world.ts'
import { importManifest } from './manifests.ts'
import { KEY } from './submission-world.ts'
import { WEBHOOK } from './subscription-world.ts'

/** One request, and what its example in the document is called. */
export interface ApiStep {
  readonly route: RouteName
  readonly as: string
  readonly request?: ApiRequest
}

const TEXT = { 'Content-Type': 'text/plain' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const HOST = 'waybill.example.com'

const json = (body: object, more: ApiRequest = {}): ApiRequest => ({
  ...more,
  headers: { ...JSON_TYPE, ...more.headers },
  body: JSON.stringify(body),
})
const text = (body: string, more: ApiRequest = {}): ApiRequest => ({
  ...more,
  headers: { ...TEXT, ...more.headers },
  body,
})

const ADDRESS = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}

const TEMPLATE = importManifest().replace('WX21-0046', '{{deviceId}}')
const KEYS = [KEY.accessKeyId]

/**
 * Every operation of the API in an order in which each finds what it needs.
 *
 * @param answered the JSON that a step was answered with, by its name
 */
export const API_STEPS: readonly ((
  world: ApiWorld,
  answered: (as: string) => Readonly<Record<string, never>>,
) => ApiStep)[] = [
  () => ({ route: 'GET /v1/health', as: 'up' }),
  () => ({
    route: 'PUT /v1/teams/{team}',
    as: 'new',
    request: json(
      {
        members: [{ arn: 'arn:aws:iam::123456789012:role/lab-writer', role: 'member' }],
        keys: KEYS,
        buckets: [{ bucket: 'sequencer-archive' }],
        requiredTags: [],
        defaults: { notificationEmail: 'storage@example.com' },
      },
      { params: { team: 'lab' }, role: 'operator' },
    ),
  }),
  () => ({
    route: 'PUT /v1/addresses/{name}',
    as: 'new',
    request: json({ address: ADDRESS }, { params: { name: 'main-office' } }),
  }),
  () => ({
    route: 'PUT /v1/addresses/{name}',
    as: 'changed',
    request: json({ address: { ...ADDRESS, street2: 'Gate 4' } }, { params: { name: 'main-office' } }),
  }),
  () => ({ route: 'GET /v1/addresses/{name}', as: 'address', request: { params: { name: 'main-office' } } }),
  () => ({ route: 'GET /v1/addresses', as: 'page', request: { query: { pageSize: ['50'] } } }),
  () => ({
    route: 'PUT /v1/teams/{team}',
    as: 'changed',
    request: json(
      {
        members: [
          { arn: 'arn:aws:iam::123456789012:role/lab-writer' },
          { arn: 'arn:aws:iam::123456789012:role/lab-reader', role: 'viewer' },
        ],
        keys: KEYS,
        dailyJobs: 200,
        defaults: { returnAddress: 'main-office' },
      },
      { params: { team: 'lab' }, role: 'operator', headers: { 'If-Match': '*' } },
    ),
  }),
  () => ({ route: 'GET /v1/teams', as: 'page', request: { role: 'operator', query: { pageSize: ['50'] } } }),
  () => ({ route: 'GET /v1/keys', as: 'page', request: { role: 'operator', query: { pageSize: ['50'] } } }),
  () => ({ route: 'GET /v1/teams/{team}', as: 'team', request: { params: { team: 'lab' } } }),
  () => ({ route: 'GET /v1/me', as: 'member' }),
  () => ({
    route: 'PUT /v1/templates/{name}',
    as: 'new',
    request: json(
      {
        manifest: TEMPLATE,
        placeholders: [{ name: 'deviceId', pattern: '[A-Z0-9-]{1,20}', description: 'What is on its sticker' }],
      },
      { params: { name: 'weekly-disk' } },
    ),
  }),
  () => ({
    route: 'PUT /v1/templates/{name}',
    as: 'changed',
    request: json(
      { manifest: TEMPLATE, placeholders: [{ name: 'deviceId' }] },
      { params: { name: 'weekly-disk' }, headers: { 'If-Match': '*' } },
    ),
  }),
  () => ({ route: 'GET /v1/templates/{name}', as: 'template', request: { params: { name: 'weekly-disk' } } }),
  () => ({ route: 'GET /v1/templates', as: 'page', request: { query: { pageSize: ['50'] } } }),
  () => ({
    route: 'PUT /v1/subscriptions/{name}',
    as: 'new',
    request: json(
      { events: ['job.created', 'device.*'], to: { type: 'webhook', url: WEBHOOK.url, secret: WEBHOOK.secret } },
      { params: { name: 'parcels' } },
    ),
  }),
  () => ({
    route: 'PUT /v1/subscriptions/{name}',
    as: 'changed',
    request: json({ events: ['*'] }, { params: { name: 'parcels' } }),
  }),
  () => ({ route: 'GET /v1/subscriptions/{name}', as: 'subscription', request: { params: { name: 'parcels' } } }),
  () => ({ route: 'GET /v1/subscriptions', as: 'page', request: { query: { pageSize: ['50'] } } }),
  () => ({
    route: 'POST /v1/jobs',
    as: 'validated',
    request: text(importManifest(), { query: { validateOnly: ['true'] } }),
  }),
  () => ({
    route: 'POST /v1/jobs',
    as: 'created',
    request: text(importManifest(), { headers: { 'Idempotency-Key': '"8e03978e-40d5-43e8-bc93-6894a57f9324"' } }),
  }),
  () => ({
    route: 'POST /v1/jobs',
    as: 'replayed',
    request: json(
      { manifest: importManifest(), jobType: 'Import' },
      { headers: { 'Idempotency-Key': '"8e03978e-40d5-43e8-bc93-6894a57f9324"' } },
    ),
  }),
  () => ({
    route: 'POST /v1/jobs',
    as: 'tagged',
    request: json({
      manifest: importManifest('prefix:week-47/').replace('WX21-0046', 'WX21-0047'),
      tags: { project: 'apollo' },
      description: 'The disk of week 47',
    }),
  }),
  () => ({
    route: 'GET /v1/jobs',
    as: 'page',
    request: { query: { tag: ['project=apollo'], state: ['created'], pageSize: ['50'] } },
  }),
  () => ({ route: 'GET /v1/jobs', as: 'table', request: { query: { format: ['csv'] } } }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}',
    as: 'job',
    request: { params: { jobId: answered('created').jobId ?? '' } },
  }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}/signature',
    as: 'signature',
    request: { params: { jobId: answered('created').jobId ?? '' } },
  }),
  (_world, answered) => ({
    route: 'POST /v1/signatures/verify',
    as: 'genuine',
    request: text(answered('created').signatureFileContents ?? ''),
  }),
  (_world, answered) => ({
    route: 'GET /v1/submissions/{id}',
    as: 'submission',
    request: { params: { id: answered('created').id ?? '' } },
  }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}/status',
    as: 'status',
    request: { params: { jobId: answered('created').jobId ?? '' } },
  }),
  (_world, answered) => ({
    route: 'PUT /v1/jobs/{jobId}/manifest',
    as: 'validated',
    request: text(importManifest('prefix:week-46/'), {
      params: { jobId: answered('created').jobId ?? '' },
      query: { validateOnly: ['true'] },
    }),
  }),
  (_world, answered) => ({
    route: 'PUT /v1/jobs/{jobId}/manifest',
    as: 'updated',
    request: json(
      { manifest: importManifest('prefix:week-46/') },
      { params: { jobId: answered('created').jobId ?? '' } },
    ),
  }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}/manifest',
    as: 'manifest',
    request: { params: { jobId: answered('created').jobId ?? '' } },
  }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}/manifests',
    as: 'page',
    request: { params: { jobId: answered('created').jobId ?? '' }, query: { pageSize: ['50'] } },
  }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}/manifests/{number}',
    as: 'first',
    request: { params: { jobId: answered('created').jobId ?? '', number: '1' } },
  }),
  (_world, answered) => ({
    route: 'POST /v1/jobs/{jobId}/clone',
    as: 'manifest',
    request: json(
      { values: { '/deviceId': 'WX21-0048', '/prefix': 'week-48/' } },
      { params: { jobId: answered('created').jobId ?? '' } },
    ),
  }),
  (_world, answered) => ({
    route: 'POST /v1/jobs/{jobId}/clone',
    as: 'submitted',
    request: json(
      { values: { '/deviceId': 'WX21-0048', '/prefix': 'week-48/' }, submit: true },
      { params: { jobId: answered('created').jobId ?? '' } },
    ),
  }),
  () => ({
    route: 'POST /v1/templates/{name}/jobs',
    as: 'one',
    request: json({ values: { deviceId: 'WX21-0049' } }, { params: { name: 'weekly-disk' } }),
  }),
  () => ({
    route: 'POST /v1/templates/{name}/jobs',
    as: 'several',
    request: {
      params: { name: 'weekly-disk' },
      headers: { 'Content-Type': 'text/csv' },
      body: 'deviceId\nWX21-0050\nWX21-0051\n',
    },
  }),
  () => ({
    route: 'POST /v1/batches',
    as: 'results',
    request: json({
      items: [
        { manifest: importManifest('prefix:week-52/').replace('WX21-0046', 'WX21-0052'), tags: { project: 'apollo' } },
        { manifest: 'manifestVersion:2.0\n' },
      ],
    }),
  }),
  (_world, answered) => ({
    route: 'PUT /v1/jobs/{jobId}/shipment',
    as: 'reported',
    request: json(
      { carrier: 'UPS', trackingNumber: '1Z5R89390357567127', sealNumber: 'S-100234' },
      { params: { jobId: answered('created').jobId ?? '' } },
    ),
  }),
  (_world, answered) => ({
    route: 'POST /v1/jobs/{jobId}/custody',
    as: 'sealed',
    request: json(
      { step: 'sealed', by: 'Jane Roe', sealNumber: 'S-100234' },
      { params: { jobId: answered('created').jobId ?? '' } },
    ),
  }),
  (_world, answered) => ({
    route: 'POST /v1/shipping-labels',
    as: 'label',
    request: json({ jobIds: [answered('tagged').jobId], sender: ADDRESS }),
  }),
  (_world, answered) => ({
    route: 'POST /v1/jobs/{jobId}/cancel',
    as: 'cancelled',
    request: { params: { jobId: answered('tagged').jobId ?? '' } },
  }),
  (_world, answered) => ({
    route: 'POST /v1/depot/jobs/{jobId}/steps',
    as: 'received',
    request: json(
      { step: 'receive', signature: answered('created').signatureFileContents },
      { params: { jobId: answered('created').jobId ?? '' }, role: 'depot' },
    ),
  }),
  () => ({
    route: 'GET /v1/depot/jobs',
    as: 'page',
    request: { query: { stage: ['received'], pageSize: ['50'] }, role: 'depot' },
  }),
  (_world, answered) => ({
    route: 'GET /v1/depot/jobs/{jobId}',
    as: 'device',
    request: { params: { jobId: answered('created').jobId ?? '' }, role: 'depot' },
  }),
  (_world, answered) => ({
    route: 'GET /v1/jobs/{jobId}/events',
    as: 'page',
    request: { params: { jobId: answered('created').jobId ?? '' }, query: { pageSize: ['3'] } },
  }),
  () => ({
    route: 'PUT /v1/checks/{name}',
    as: 'new',
    request: text(importManifest(), { params: { name: 'nightly' }, query: { schedule: ['rate(1 day)'] } }),
  }),
  () => ({
    route: 'PUT /v1/checks/{name}',
    as: 'changed',
    request: json(
      { manifest: importManifest(), schedule: 'cron(0 6 * * ? *)', timeZone: 'Europe/Berlin', notify: { email: true } },
      { params: { name: 'nightly' } },
    ),
  }),
  () => ({ route: 'POST /v1/checks/{name}/run', as: 'passed', request: { params: { name: 'nightly' } } }),
  () => ({ route: 'GET /v1/checks/{name}', as: 'check', request: { params: { name: 'nightly' } } }),
  () => ({
    route: 'GET /v1/checks/{name}/runs',
    as: 'page',
    request: { params: { name: 'nightly' }, query: { pageSize: ['50'] } },
  }),
  () => ({ route: 'GET /v1/checks', as: 'page', request: { query: { pageSize: ['50'] } } }),
  () => ({ route: 'DELETE /v1/checks/{name}', as: 'gone', request: { params: { name: 'nightly' } } }),
  () => ({
    route: 'GET /v1/events',
    as: 'page',
    request: { query: { action: ['submit'], from: ['2026-11-21'], pageSize: ['2'] } },
  }),
  () => ({
    route: 'GET /v1/events',
    as: 'lines',
    request: { query: { action: ['submit'], format: ['ndjson'], pageSize: ['2'] } },
  }),
  () => ({
    route: 'GET /v1/events',
    as: 'table',
    request: { query: { action: ['submit'], format: ['csv'], pageSize: ['2'] } },
  }),
  () => ({
    route: 'GET /v1/reports/usage',
    as: 'report',
    request: { query: { from: ['2026-11-01'], tag: ['project'] } },
  }),
  () => ({ route: 'GET /v1/reports/usage', as: 'table', request: { query: { format: ['csv'] } } }),
  () => ({ route: 'POST /v1/subscriptions/{name}/test', as: 'waiting', request: { params: { name: 'parcels' } } }),
  () => ({
    route: 'GET /v1/subscriptions/{name}/deliveries',
    as: 'page',
    request: { params: { name: 'parcels' }, query: { pageSize: ['2'] } },
  }),
  (_world, answered) => ({
    route: 'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry',
    as: 'waiting again',
    request: { params: { name: 'parcels', deliveryId: answered('waiting').id ?? '' } },
  }),
  () => ({ route: 'DELETE /v1/subscriptions/{name}', as: 'gone', request: { params: { name: 'parcels' } } }),
  () => ({ route: 'DELETE /v1/templates/{name}', as: 'gone', request: { params: { name: 'weekly-disk' } } }),
  () => ({
    route: 'DELETE /v1/teams/{team}',
    as: 'gone',
    request: { params: { team: 'lab' }, role: 'operator', query: { force: ['true'] }, headers: { 'If-Match': '*' } },
  }),
  () => ({ route: 'DELETE /v1/addresses/{name}', as: 'gone', request: { params: { name: 'main-office' } } }),
  () => ({
    route: 'GET /v1/audit/digests/{day}',
    as: 'digest',
    request: { params: { day: '2026-11-21' }, role: 'auditor' },
  }),
  () => ({ route: 'GET /v1/audit/public-key', as: 'key' }),
  () => ({ route: 'GET /cli/waybill.mjs', as: 'file' }),
  () => ({ route: 'GET /cli/waybill.mjs.sha256', as: 'checksum' }),
  ({ deps }) => ({
    route: 'POST /',
    as: 'jobs',
    request: signed('POST', { Action: 'ListJobs', MaxJobs: '2' }, deps.clock()),
  }),
  ({ deps }) => ({
    route: 'GET /',
    as: 'jobs',
    request: signed('GET', { Action: 'ListJobs', MaxJobs: '2' }, deps.clock()),
  }),
]

/** A request of the Query API as the tools of its time sign it. */
export const signed = (method: 'GET' | 'POST', form: Readonly<Record<string, string>>, timestamp: Date): ApiRequest => {
  const params = sign(
    { method, host: HOST, path: '/', params: new Map(Object.entries(form)) },
    { ...KEY, time: { timestamp } },
  )
  if (method === 'GET') {
    return { headers: { Host: HOST }, query: Object.fromEntries([...params].map(([name, value]) => [name, [value]])) }
  }
  return { headers: { Host: HOST, 'Content-Type': 'application/x-www-form-urlencoded' }, body: encodeForm(params) }
}
