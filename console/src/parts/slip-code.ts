/** What the code of a packing slip, a label or a barcode sheet says. */
export interface SlipCode {
  readonly jobIds: readonly string[]
  readonly deviceId?: string
}

const JOB_ID = /^[A-Z0-9]{5,16}$/

/** Reads a code: a line for each thing, as the papers have it, or a job's ID alone, as bar codes do. */
export const readSlipCode = (text: string): SlipCode | undefined => {
  const lines = text.split(/\r?\n/)
  const lineOf = (name: string) => lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1)
  const jobIds = (lineOf('JOBID') ?? text.trim()).split(' ').filter(id => JOB_ID.test(id))
  if (jobIds.length === 0) return undefined
  const deviceId = lineOf('DEVICE')
  return { jobIds, ...(deviceId !== undefined && { deviceId }) }
}
