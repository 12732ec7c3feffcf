import { type DepotStage, stageOf } from './job-position.ts'
import { jobSignature, verifyBarcode, verifySignatureFile } from './job-signature.ts'
import type { AbortReason, DepotEvent, DepotJob } from './ports.ts'

/** The steps of the staff with a device. */
export const STAFF_VERBS = ['receive', 'load', 'finish', 'abort', 'return'] as const
export type StaffVerb = (typeof STAFF_VERBS)[number]

/** The allowed next steps for each stage of a job. */
export const ALLOWED: Readonly<Record<DepotStage, readonly StaffVerb[]>> = {
  expected: ['receive'],
  received: ['load', 'abort'],
  loading: ['finish', 'abort'],
  loaded: ['return'],
  aborted: ['return'],
  'cancelled-here': ['return'],
  cancelled: [],
  expired: [],
  returned: [],
}

/** The reason, as the staff sees it. */
const STAGE_SAYS: Readonly<Record<DepotStage, string>> = {
  expected: 'its device has not been received',
  received: 'its device has been received and waits',
  loading: 'its device is being worked on',
  loaded: 'the work on its device is done',
  aborted: 'it was aborted',
  'cancelled-here': 'it was canceled while its device was here',
  cancelled: 'it was canceled: refuse the delivery',
  expired: 'it has expired: refuse the delivery',
  returned: 'its device has been returned',
}

/** The error if a step is not allowed now, with the allowed ones; `undefined`: it is allowed. */
export const forbidden = (job: DepotJob, verb: StaffVerb, now: Date): string | undefined => {
  const stage = stageOf(job, now)
  const allowed = ALLOWED[stage]
  if (allowed.includes(verb)) return undefined
  const instead = allowed.length > 0 ? `Allowed now: ${allowed.join(', ')}.` : 'No step is allowed now.'
  return `Job ${job.jobId} does not take "${verb}": ${STAGE_SAYS[stage]}. ${instead}`
}

/**
 * The result of checking the proof of a device: the SIGNATURE file, or for other jobs the barcode of the sheet.
 */
export const judgeSignature = (
  signingSecret: Uint8Array,
  job: DepotJob,
  found: string | undefined,
): Extract<DepotEvent, { type: 'received' }>['signature'] => {
  if (found === undefined) return 'missing'
  const isGenuine = job.sheet
    ? verifyBarcode(jobSignature(signingSecret, job), found)
    : verifySignatureFile(signingSecret, job, found)
  return isGenuine ? 'valid' : 'invalid'
}

export const ABORT_REASONS = [
  'DeviceError',
  'MissingDevice',
  'UnsupportedDeviceType',
  'UnsupportedFileFormat',
  'UnsupportedPowerSupply',
] as const satisfies readonly AbortReason[]
