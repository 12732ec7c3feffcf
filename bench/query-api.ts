import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { decodeAnswer, encodeAnswer } from '../lib/query-api/answer.ts'
import { createEndpoint } from '../lib/query-api/endpoint.ts'
import type { ResultOf } from '../lib/query-api/operations.ts'
import { encodeRequest } from '../lib/query-api/request.ts'
import { signForm } from '../lib/query-api/sign-v2.ts'
import type { Bench } from './bench.ts'
import { exportOf } from './manifest.ts'
import { bareV2, KEY } from './sign.ts'
import { microseconds } from './time-functions.ts'

const HOST = 'importexport.amazonaws.com'
const NOW = new Date('2026-11-21T12:00:00Z')

const CREATED: ResultOf<'CreateJob'> = {
  JobId: 'EXHJ1',
  JobType: 'Export',
  Signature: 'u1My1YCtechWtbdeW0DnNPk3p9I=',
  SignatureFileContents: 'version:2.0\nsigningMethod:HmacSHA1\njobId:EXHJ1\nsignature:u1My1YCtechWtbdeW0DnNPk3p9I=\n',
  AwsShippingAddress: 'AWS Import/Export C/O AnyCompany\nJOBID EXHJ1\n123 Any Street\nAnytown, VA 22153',
  WarningMessage: '',
  ArtifactList: [],
}
const LISTED: ResultOf<'ListJobs'> = {
  Jobs: Array.from({ length: 1000 }, (_, index) => ({
    JobId: `A${String(index).padStart(4, '0')}`,
    CreationDate: NOW,
    IsCanceled: index % 10 === 0,
    JobType: 'Import' as const,
  })),
  IsTruncated: false,
}

/** CreateJob as a client sends it: signed, with a manifest of 1 KB. */
const REQUEST = {
  method: 'POST',
  path: '/',
  query: '',
  headers: { host: HOST, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body: Buffer.from(
    signForm(
      {
        method: 'POST',
        host: HOST,
        path: '/',
        params: encodeRequest('CreateJob', { JobType: 'Export', Manifest: exportOf(1024), ValidateOnly: false }),
      },
      { ...KEY, time: { timestamp: NOW } },
    ),
  ),
}

/** The endpoint with an operation that has its answer ready: what is left is parsing, verifying and answering. */
const endpoint = createEndpoint(
  {
    keys: { find: async () => KEY },
    clock: () => NOW,
    newId: () => '00000000-0000-4000-8000-000000000000',
    log: { error: message => process.stderr.write(`${message}\n`) },
  },
  { CreateJob: async () => CREATED },
)

/** The Query API without a network. */
export const queryApi: Bench = {
  measures:
    "The server's own share of a CreateJob on the Query endpoint (form read, signature verified, answer written; no client, no network and no operation in it), with the bare HMAC as the limit; and the answers' XML written and read, beside `fast-xml-parser`.",
  limitedBy: 'the form, which is decoded once and percent-encoded again for the signature that it must have.',
  run: async effort => {
    const created = encodeAnswer('CreateJob', CREATED, 'request')
    const listed = encodeAnswer('ListJobs', LISTED, 'request')
    const parser = new XMLParser()
    const builder = new XMLBuilder()
    const createdTree: unknown = parser.parse(created)
    const listedTree: unknown = parser.parse(listed)
    const answer = await endpoint(REQUEST)
    if (answer.status !== 200) throw new Error(`The endpoint answered ${answer.status}: ${answer.body}`)
    if (decodeAnswer('ListJobs', listed)?.Jobs?.length !== 1000) throw new Error('The list does not read back.')

    const times = await microseconds(
      {
        whole: () => endpoint(REQUEST),
        bareV2,
        writeCreated: () => encodeAnswer('CreateJob', CREATED, 'request'),
        buildCreated: () => builder.build(createdTree),
        readCreated: () => decodeAnswer('CreateJob', created),
        parseCreated: () => parser.parse(created),
        writeListed: () => encodeAnswer('ListJobs', LISTED, 'request'),
        buildListed: () => builder.build(listedTree),
        readListed: () => decodeAnswer('ListJobs', listed),
        parseListed: () => parser.parse(listed),
      },
      effort,
    )
    const beside = (value: number) => ({ name: 'fast-xml-parser', value })
    return [
      { name: 'CreateJob, whole', unit: 'µs', ours: times.whole, limit: { name: 'bare HMAC', value: times.bareV2 } },
      { name: 'CreateJob, answer written', unit: 'µs', ours: times.writeCreated, peer: beside(times.buildCreated) },
      { name: 'CreateJob, answer read', unit: 'µs', ours: times.readCreated, peer: beside(times.parseCreated) },
      {
        name: 'ListJobs of 1,000, answer written',
        unit: 'µs',
        ours: times.writeListed,
        peer: beside(times.buildListed),
      },
      { name: 'ListJobs of 1,000, answer read', unit: 'µs', ours: times.readListed, peer: beside(times.parseListed) },
    ]
  },
}
