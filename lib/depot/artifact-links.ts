import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { ResultOf } from '../query-api/operations.ts'
import type { DepotDeps } from './depot-deps.ts'
import { normalizeJobId } from './job-ids.ts'
import type { DepotJob } from './ports.ts'

/** The PDFs that a job can have. */
export type ArtifactKind = 'barcode-sheet' | 'shipping-label'

export const ARTIFACTS_PATH = '/artifacts/'
export const STAFF_PATH = '/staff/'

const LINK = /^\/artifacts\/([\w-]{43})\/(barcode-sheet|shipping-label)-([1-9A-NP-Z]{5})\.pdf$/

/** A link that cannot be guessed and that every holder may follow: browsers sign nothing. It never changes. */
export const artifactUrl = ({ publicUrl, signingSecret }: LinkDeps, kind: ArtifactKind, jobId: string) =>
  `${publicUrl()}${ARTIFACTS_PATH}${tokenOf(signingSecret, kind, jobId)}/${kind}-${jobId}.pdf`

/** The address of a job for the staff, which is in the QR codes of papers. */
export const staffUrl = ({ publicUrl }: Pick<DepotDeps, 'publicUrl'>, jobId: string) =>
  `${publicUrl()}${STAFF_PATH}jobs/${jobId}`

/** The PDF that a path names; `undefined` for another path, or a guessed one. */
export const readArtifactPath = (signingSecret: Uint8Array, path: string) => {
  const [, token = '', kind = '', id = ''] = LINK.exec(path) ?? []
  const jobId = normalizeJobId(id)
  if (jobId === undefined || (kind !== 'barcode-sheet' && kind !== 'shipping-label')) return undefined
  const expected = Buffer.from(tokenOf(signingSecret, kind, jobId))
  const given = Buffer.from(token)
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected)
  return isGenuine ? { kind: kind satisfies ArtifactKind as ArtifactKind, jobId } : undefined
}

/** A job's PDFs in the answers of CreateJob, UpdateJob and GetStatus. */
export const artifactList = (deps: LinkDeps, job: DepotJob): ResultOf<'GetStatus'>['ArtifactList'] =>
  job.sheet && [{ Description: SHEET, URL: artifactUrl(deps, 'barcode-sheet', job.jobId) }]

const SHEET = 'Barcode sheet: job information, shipping instructions and signature barcode'

type LinkDeps = Pick<DepotDeps, 'publicUrl' | 'signingSecret'>

const tokenOf = (signingSecret: Uint8Array, kind: ArtifactKind, jobId: string) =>
  createHmac('sha256', createSecretKey(signingSecret)).update(`artifact\n${kind}\n${jobId}`).digest('base64url')
