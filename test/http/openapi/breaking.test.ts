import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { openApi } from '../../../lib/http/openapi/openapi.ts'
import { breakingChanges, type ComparableApi, comparable, RELEASED } from '../../support/api-changes.ts'

/** Breaks that the next release has on purpose, each with its reason. CONTRIBUTING.md has the rules; a release empties this. */
const ACCEPTED: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '/v1/jobs/{jobId}/shipment > put carrier',
    '/v1/jobs/{jobId}/shipment > put sealNumber',
    '/v1/jobs/{jobId}/custody > post by',
    '/v1/jobs/{jobId}/custody > post note',
    '/v1/jobs/{jobId}/custody > post sealNumber',
  ].map(place => {
    const [operation, field] = place.split(/ (?=\w+$)/)
    const schema = 'requestBody > content > application/json > schema > properties'
    return [
      `replace paths > ${operation} > ${schema} > ${field} > pattern`,
      'A line of a paper had room for one control character.',
    ]
  }),
)

describe('the document of the API', () => {
  it('breaks nothing that the last release had', () => {
    const released: ComparableApi = JSON.parse(readFileSync(RELEASED, 'utf8'))

    expect(breakingChanges(released, comparable(openApi('')))).toEqual(Object.keys(ACCEPTED))
  })
})

// biome-ignore lint/suspicious/noExplicitAny: each change below knows the part that it changes
type Anything = any

/** A small API with everything that can break. */
const small = () => ({
  paths: {
    '/jobs': {
      get: {
        operationId: 'listJobs',
        security: [{ bearer: [] }],
        parameters: [
          { name: 'kind', in: 'query', schema: { type: 'string', enum: ['a', 'b'] } },
          { name: 'pageSize', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000, default: 50 } },
        ],
        responses: {
          200: {
            headers: { ETag: { schema: { type: 'string' } } },
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Job' } },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          404: { content: { 'application/json': { schema: { type: 'string', enum: ['A', 'C'] } } } },
        },
      },
      post: {
        operationId: 'submitJob',
        requestBody: {
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/Body' } },
            'text/plain': { schema: { type: 'string' } },
          },
        },
        responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } } } },
      },
    },
    '/checks': { get: { operationId: 'listChecks', responses: { 204: {} } } },
  } as Record<string, Record<string, Anything>>,
  components: {
    schemas: {
      Problem: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
      Job: {
        type: 'object',
        properties: {
          jobId: { type: 'string' },
          state: { type: 'string', enum: ['x', 'z'] },
          note: { type: 'string' },
        },
        required: ['jobId', 'state'],
      },
      Body: {
        type: 'object',
        properties: { manifest: { type: 'string', maxLength: 10 }, description: { type: 'string' } },
        required: ['manifest'],
        additionalProperties: false,
      },
    } as Record<string, Anything>,
  },
  webhooks: {
    'job.created': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { jobId: { type: 'string' } }, required: ['jobId'] },
            },
          },
        },
      },
    },
  } as Record<string, Anything>,
})

type Small = ReturnType<typeof small>

const after = (change: (api: Small) => void) => {
  const changed = small()
  change(changed)
  return breakingChanges(comparable(small()), comparable(changed))
}

const job = ({ components }: Small) => components.schemas.Job
const body = ({ components }: Small) => components.schemas.Body
const parameters = ({ paths }: Small) => paths['/jobs']?.get.parameters
const answer = ({ paths }: Small) => paths['/jobs']?.get.responses

const BREAKS: Readonly<Record<string, (api: Small) => void>> = {
  'a path that is gone': ({ paths }) => delete paths['/checks'],
  'an operation that is gone': ({ paths }) => delete paths['/jobs']?.post,
  'a status that is gone': api => delete answer(api)[200],
  'a media type of an answer that is gone': api => delete answer(api)[200].content['text/csv'],
  'a media type of a body that is gone': ({ paths }) => delete paths['/jobs']?.post.requestBody.content['text/plain'],
  'a header that is gone': api => delete answer(api)[200].headers.ETag,
  'a parameter that is gone': api => parameters(api).pop(),
  'a new parameter that must be there': api =>
    parameters(api).push({ name: 'team', in: 'query', required: true, schema: { type: 'string' } }),
  'a parameter that must be there now': api => Object.assign(parameters(api)[0], { required: true }),
  'a value that a parameter takes no longer': api => parameters(api)[0].schema.enum.shift(),
  'a lower maximum': api => Object.assign(parameters(api)[1].schema, { maximum: 100 }),
  'another default': api => Object.assign(parameters(api)[1].schema, { default: 10 }),
  'another type of a parameter': api => Object.assign(parameters(api)[1].schema, { type: 'boolean' }),
  'a caller who must be known now': ({ paths }) => Object.assign(paths['/checks']?.get, { security: [{ bearer: [] }] }),
  'a field of an answer that is gone': api => delete job(api).properties.note,
  'a field of an answer that may be missing now': api => job(api).required.pop(),
  'another type of a field': api => Object.assign(job(api).properties.jobId, { type: 'integer' }),
  'a field that may be null now': api => Object.assign(job(api).properties.jobId, { type: ['string', 'null'] }),
  'a field of a body that must be there now': api => body(api).required.push('description'),
  'a field of a body that is taken no longer': api => delete body(api).properties.description,
  'a shorter text in a body': api => Object.assign(body(api).properties.manifest, { maxLength: 5 }),
  'a field of all problems that is gone': ({ components }) => {
    components.schemas.Problem.properties = {}
    components.schemas.Problem.required = []
  },
  'a field of an event that is gone': ({ webhooks }) => {
    const { schema } = webhooks['job.created'].post.requestBody.content['application/json']
    delete schema.properties.jobId
    schema.required = []
  },
  'an event that is gone': ({ webhooks }) => delete webhooks['job.created'],
}

const KEEPS: Readonly<Record<string, (api: Small) => void>> = {
  'a new path': ({ paths }) => Object.assign(paths, { '/me': { get: { responses: { 204: {} } } } }),
  'a new status': api => Object.assign(answer(api), { 410: {} }),
  'a new header': api => Object.assign(answer(api)[200].headers, { Link: { schema: { type: 'string' } } }),
  'a new parameter': api => parameters(api).unshift({ name: 'team', in: 'query', schema: { type: 'string' } }),
  'one more value of a parameter': api => parameters(api)[0].schema.enum.push('c'),
  'a higher maximum': api => Object.assign(parameters(api)[1].schema, { maximum: 2000 }),
  'a new field of an answer': api => Object.assign(job(api).properties, { stage: { type: 'string' } }),
  'a new state among the others': api => job(api).properties.state.enum.splice(1, 0, 'y'),
  'a new code of a problem among the others': api =>
    answer(api)[404].content['application/json'].schema.enum.splice(1, 0, 'B'),
  'a new field of a body': api => Object.assign(body(api).properties, { tags: { type: 'object' } }),
  'a component that stands in its place now': api => {
    answer(api)[200].content['application/json'].schema = job(api)
    for (const { content } of [api.paths['/jobs']?.post.responses[201]]) content['application/json'].schema = job(api)
    delete api.components.schemas.Job
  },
  'another description': ({ paths }) => Object.assign(paths['/jobs']?.get, { description: 'Lists jobs.' }),
}

describe('the comparison', () => {
  it.each(Object.entries(BREAKS))('finds %s', (_name, change) => {
    expect(after(change)).not.toEqual([])
  })

  it.each(Object.entries(KEEPS))('allows %s', (_name, change) => {
    expect(after(change)).toEqual([])
  })
})
