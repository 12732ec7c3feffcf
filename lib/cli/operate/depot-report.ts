import { counted } from '../output/counted.ts'
/** A job as the depot shows it to its staff. */
export interface StaffJob {
  readonly jobId: string
  readonly jobType: string
  readonly owner: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly allowed: readonly string[]
  readonly location: Code
  readonly progress: Code
  readonly proof: string
  readonly events: readonly StaffEvent[]
  readonly manifest: string
}

interface Code {
  readonly code: string
  readonly message: string
}

interface StaffEvent {
  readonly at: string
  readonly type: string
  readonly signature?: string
  readonly reason?: string
  readonly errors?: number
  readonly carrier?: string
  readonly trackingNumber?: string
}

/** A job for the eye: where it is, what happened, what may be done next. */
export const describeJob = (job: StaffJob, withManifest: boolean): string => {
  const { jobId, jobType, owner, createdAt, expiresAt, allowed, location, progress, proof, events, manifest } = job
  const lines = [
    `Job ${jobId}, ${jobType}, of ${owner}, proved by its ${proof}`,
    `Created   ${createdAt}, expires ${expiresAt} unless its device comes`,
    `Location  ${location.code}: ${location.message}`,
    `Progress  ${progress.code}: ${progress.message}`,
    `Next      ${allowed.length > 0 ? allowed.join(', ') : 'nothing'}`,
    ...events.map(event => `${event.at}  ${eventText(event, proof)}`),
    ...(withManifest ? ['', manifest.trimEnd()] : []),
  ]
  return `${lines.join('\n')}\n`
}

const eventText = ({ type, signature, reason, errors, carrier, trackingNumber }: StaffEvent, proof: string) =>
  [
    type,
    signature && `${proof} ${signature}`,
    reason,
    errors !== undefined && counted(errors, 'error'),
    carrier && `${carrier} ${trackingNumber}`,
  ]
    .filter(Boolean)
    .join(', ')
