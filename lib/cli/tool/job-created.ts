/** What CreateJob brought, as far as it is printed. */
export interface CreatedJob {
  readonly jobId: string
  readonly jobType: 'Import' | 'Export'
  readonly signature?: string
  /** Absent for jobs whose device carries a barcode. */
  readonly signatureFileContents?: string
  readonly shippingAddress?: string
  /** An earlier request made it: nothing was created now. */
  readonly replayed?: true
}

/** A file that came with the job. */
export interface WrittenFile {
  readonly what: string
  readonly path: string
}

const FOUND = 'JOB FOUND: the same manifest made this job before, and no second one was created'

const LABEL_HINT = 'Please use GetShippingLabel API endpoint to print your shipping label.'

/**
 * What the Web Service Tool prints after CreateJob, in its form for import and for export
 * (guide: "Sending a CreateJob Request Using the AWS Import/Export Web Service Tool").
 */
export const jobCreated = (job: CreatedJob, files: readonly WrittenFile[]): string =>
  `${job.replayed ? FOUND : 'JOB CREATED'}\n${(job.jobType === 'Import' ? importForm : exportForm)(job, files)}`

const importForm = (job: CreatedJob, files: readonly WrittenFile[]) =>
  [
    `JobId: ${job.jobId}`,
    `JobType: ${job.jobType}`,
    ...boxed(['AwsShippingAddress'], job.shippingAddress, 40),
    ...boxed(['SignatureFileContents'], job.signatureFileContents, 40),
    ...files.map(writing),
    LABEL_HINT,
  ]
    .map(line => `\t${line}\n`)
    .join('')

const exportForm = (job: CreatedJob, files: readonly WrittenFile[]) =>
  [
    '',
    ...frame(['RECEIVED SUCCESSFUL RESPONSE']),
    `jobId: ${job.jobId}`,
    ...(job.signature === undefined ? [] : [`signature: ${job.signature}`]),
    `jobType: ${job.jobType}`,
    '',
    ...boxed(
      ['signatureFileContents - write this to a file called', 'SIGNATURE in the root of your disk'],
      job.signatureFileContents,
    ),
    '',
    ...files.map(writing),
    LABEL_HINT,
  ]
    .map(line => `${line}\n`)
    .join('')

const writing = ({ what, path }: WrittenFile) => `Writing ${what} to ${path}`

/** A text under its title; nothing for an empty text. */
const boxed = (title: readonly string[], text: string | undefined, width?: number) =>
  text === undefined ? [] : [...frame(title, width), ...text.replace(/\n$/, '').split('\n')]

/** Starred lines; without a width the frame fits its longest line. */
const frame = (texts: readonly string[], width?: number) => {
  const inner = Math.max(...texts.map(text => text.length))
  const edge = '*'.repeat(width ?? inner + 4)
  return [edge, ...texts.map(text => `* ${width === undefined ? text.padEnd(inner) : text} *`), edge]
}
