import type { Job } from '../../lib/jobs/job.ts'
import type { SubmissionRecord } from '../../lib/jobs/submission-record.ts'

/** A record as a claim makes it. */
export const submitting = (overrides: Partial<SubmissionRecord> = {}): SubmissionRecord => ({
  id: 'wb0123',
  team: 'lab',
  kind: 's3-import',
  jobType: 'Import',
  deviceId: 'WX-1',
  buckets: ['archive'],
  state: 'submitting',
  idempotencyKey: 'key-1',
  fingerprint: 'f1',
  asker: { principal: 'ann', requestId: 'request-1' },
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  lease: { owner: 'first', until: '2026-11-21T10:00:30.000Z' },
  acceptableUntil: '2026-11-21T10:00:20.000Z',
  open: 'yes',
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  ...overrides,
})

export const SIGNATURE_TEXT =
  'version:2.0\nsigningMethod:HmacSHA1\njobId:AB123\nsignature:hmgL0julWxoVXeYHHqFQAbvmaL4=\n'

/** The job of that record. */
export const created = (overrides: Partial<Job> = {}): Job => ({
  id: 'wb0123',
  jobId: 'AB123',
  team: 'lab',
  kind: 's3-import',
  jobType: 'Import',
  state: 'created',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  deviceId: 'WX-1',
  buckets: ['archive'],
  signature: 'hmgL0julWxoVXeYHHqFQAbvmaL4=',
  signatureFileContents: SIGNATURE_TEXT,
  shippingAddress: 'Depot\nJOBID AB123\n123 Any Street',
  warnings: [],
  artifacts: [],
  manifest: 'manifestVersion:2.0\n',
  manifestSha256: 'abc',
  sentSha256: 'def',
  version: 1,
  createdAt: '2026-11-21T10:00:01.000Z',
  updatedAt: '2026-11-21T10:00:01.000Z',
  ...overrides,
})
