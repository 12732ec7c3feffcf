import type { Manifest } from '../manifest/manifest.ts'
import { addressLines, shipToLines } from './address.ts'
import { flowOn, MARGIN } from './document.ts'
import { type JobTimes, jobRows } from './job-rows.ts'
import { lookUpText } from './look-up.ts'
import { openPaper, SIZES } from './paper.ts'

export interface BarcodeSheet extends JobTimes {
  readonly jobId: string
  readonly manifest: Manifest
  /** Proves that the device is the job's; what a SIGNATURE file is for other jobs. */
  readonly signature: string
  /** Where to, a line each, without the job ID. */
  readonly shipTo: readonly string[]
  /** Where the job can be looked up. */
  readonly url?: string
}

const QR_SIDE = 34
/** A symbol shall be no longer than 165 mm (GS1); a signature's takes 363 modules. */
const MODULE = 0.45
const ID_BARS = 15
const SIGNATURE_BARS = 20
const STRIP = 68

const INSTRUCTIONS = [
  'Print this sheet. Cut off the strip below and tape it onto the device, so that both barcodes can be read.',
  'Pack the device with its power supply and its cables; nothing of it comes in a second parcel.',
  'Put the packing slip into the parcel, and the job ID onto the parcel: the address below has it. A parcel without a job ID is refused.',
  'Send one device only for this job. A device without this barcode, or with that of another job, comes back unprocessed.',
]

/**
 * The sheet of an EBS or Glacier job: job, instructions, and the signature as a barcode that goes onto the device
 * (Developer Guide, "Packing for shipping Amazon EBS jobs").
 *
 * @returns a PDF
 */
export const barcodeSheet = async (sheet: BarcodeSheet): Promise<Uint8Array> => {
  const { jobId, manifest, signature, shipTo, createdAt, url } = sheet
  const paper = await openPaper({ ...SIZES.A4, title: `Barcode sheet ${jobId}`, date: createdAt })
  const lookUp = { jobIds: [jobId], deviceId: manifest.deviceId, ...(url && { url }) }

  paper.text(MARGIN, MARGIN + 7, `JOB ${jobId}`, { capital: 7, bold: true })
  paper.qr(paper.width - MARGIN - QR_SIDE + 4, MARGIN - 4, lookUpText(lookUp), QR_SIDE)
  const flow = flowOn(paper, MARGIN + 12, jobId)
  flow.paragraph('Barcode sheet of your Import/Export job')
  flow.room(10)
  flow.heading('Job')
  flow.rows(jobRows(jobId, manifest, sheet))
  flow.heading('What to do')
  for (const [index, instruction] of INSTRUCTIONS.entries()) flow.paragraph(`${index + 1}. ${instruction}`)
  flow.heading('Send the device to')
  for (const line of shipToLines(shipTo, [jobId])) flow.paragraph(line)
  flow.heading('It comes back to')
  for (const line of addressLines(manifest.returnAddress)) flow.paragraph(line)

  const y = flow.room(STRIP) + 6
  paper.box(MARGIN, y, paper.width - 2 * MARGIN, STRIP - 8)
  paper.text(MARGIN + 4, y + 6, 'TAPE THIS ONTO THE DEVICE', { capital: 2.5, bold: true })
  const wide = paper.code128(MARGIN + 4, y + 9, jobId, { module: MODULE, height: ID_BARS })
  paper.text(MARGIN + wide + 8, y + 9 + ID_BARS / 2 + 3.5, `JOBID ${jobId}`, { capital: 7, bold: true })
  paper.code128(MARGIN + 4, y + 29, signature, { module: MODULE, height: SIGNATURE_BARS })
  paper.text(MARGIN + 9, y + 29 + SIGNATURE_BARS + 5, `Signature ${signature}`, { capital: 2.5 })
  return paper.bytes()
}
