/** What CreateJob brought, as far as it is printed. */
export interface CreatedJob {
  readonly jobId: string
  readonly jobType: 'Import' | 'Export'
  readonly signature: string
  readonly signatureFileContents: string
  readonly shippingAddress: string
}

const LABEL_HINT = 'Please use GetShippingLabel API endpoint to print your shipping label.'

/**
 * What the Web Service Tool prints after CreateJob, in its form for import and for export
 * (guide: "Sending a CreateJob Request Using the AWS Import/Export Web Service Tool").
 *
 * @param signaturePath where the SIGNATURE file was written
 */
export const jobCreated = (job: CreatedJob, signaturePath: string): string =>
  `JOB CREATED\n${(job.jobType === 'Import' ? importForm : exportForm)(job, signaturePath)}`

const importForm = (job: CreatedJob, signaturePath: string) =>
  [
    `JobId: ${job.jobId}`,
    `JobType: ${job.jobType}`,
    ...box(['AwsShippingAddress'], 40),
    ...lines(job.shippingAddress),
    ...box(['SignatureFileContents'], 40),
    ...lines(job.signatureFileContents),
    `Writing SignatureFileContents to ${signaturePath}`,
    LABEL_HINT,
  ]
    .map(line => `\t${line}\n`)
    .join('')

const exportForm = (job: CreatedJob, signaturePath: string) =>
  [
    '',
    ...box(['RECEIVED SUCCESSFUL RESPONSE']),
    `jobId: ${job.jobId}`,
    `signature: ${job.signature}`,
    `jobType: ${job.jobType}`,
    '',
    ...box(['signatureFileContents - write this to a file called', 'SIGNATURE in the root of your disk']),
    ...lines(job.signatureFileContents),
    '',
    `Writing SignatureFileContents to ${signaturePath}`,
    LABEL_HINT,
  ]
    .map(line => `${line}\n`)
    .join('')

/** Starred lines; without a width the frame fits its longest line. */
const box = (texts: readonly string[], width?: number) => {
  const inner = Math.max(...texts.map(text => text.length))
  const frame = '*'.repeat(width ?? inner + 4)
  return [frame, ...texts.map(text => `* ${width === undefined ? text.padEnd(inner) : text} *`), frame]
}

const lines = (text: string) => text.replace(/\n$/, '').split('\n')
