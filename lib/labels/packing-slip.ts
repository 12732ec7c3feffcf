import type { Customs, Manifest } from '../manifest/manifest.ts'
import { addressLines, shipToLines } from './address.ts'
import { flowOn, MARGIN, type Row } from './document.ts'
import { type JobTimes, jobRows } from './job-rows.ts'
import { lookUpText, type Parcel, sha256 } from './look-up.ts'
import { openPaper, SIZES } from './paper.ts'

export interface PackingSlip extends JobTimes {
  readonly jobId: string
  readonly manifest: Manifest
  /** Where to, a line each, without the job ID. */
  readonly shipTo: readonly string[]
  /** Of jobs whose device carries a SIGNATURE file. */
  readonly signatureFileContents?: string
  readonly parcel?: Parcel
  /** What is left out is a line to write on. */
  readonly handling?: Handling
  /** Where the job can be looked up. */
  readonly url?: string
}

/** What only those know who pack. */
export interface Handling {
  readonly makeAndModel?: string
  readonly serialNumber?: string
  readonly capacity?: string
  readonly connector?: string
  readonly packedBy?: string
  readonly packedOn?: string
  readonly sealNumber?: string
  readonly carrier?: string
  readonly trackingNumber?: string
}

const QR_SIDE = 34

/**
 * The paper that lies in the parcel with the device: whose it is, what shall be done, where it goes back to, and what to
 * look at before the parcel is closed.
 *
 * @returns a PDF
 */
export const packingSlip = async (slip: PackingSlip): Promise<Uint8Array> => {
  const { jobId, manifest, shipTo, signatureFileContents, createdAt, url } = slip
  const { parcel = { number: 1, of: 1 }, handling = {} } = slip
  const paper = await openPaper({ ...SIZES.A4, title: `Packing slip ${jobId}`, date: createdAt })
  const lookUp = {
    jobIds: [jobId],
    deviceId: manifest.deviceId,
    parcel,
    ...(signatureFileContents && { signatureFileContents }),
    ...(url && { url }),
  }

  paper.text(MARGIN, MARGIN + 6, 'PACKING SLIP', { capital: 6, bold: true })
  paper.text(MARGIN, MARGIN + 12, `Parcel ${parcel.number} of ${parcel.of}: lay this into the parcel.`, {
    capital: 2.4,
  })
  paper.code128(MARGIN - 5, MARGIN + 15, jobId, { module: 0.5, height: 15 })
  paper.text(MARGIN + 55, MARGIN + 26, jobId, { capital: 7, bold: true })
  paper.qr(paper.width - MARGIN - QR_SIDE + 4, MARGIN - 4, lookUpText(lookUp), QR_SIDE)

  const flow = flowOn(paper, MARGIN + 32, jobId)
  flow.heading('Job')
  flow.rows(jobRows(jobId, manifest, slip))
  flow.heading('Device')
  flow.rows([
    ['Make and model', handling.makeAndModel],
    ['Serial number', handling.serialNumber],
    ['Capacity', handling.capacity],
    ['Connector', handling.connector],
  ])
  flow.heading('Ship to')
  for (const line of shipToLines(shipTo, [jobId])) flow.paragraph(line)
  flow.heading('Return to')
  for (const line of addressLines(manifest.returnAddress)) flow.paragraph(line)
  if (manifest.notificationEmail) flow.rows([['E-mail', manifest.notificationEmail]])
  if (manifest.customs) {
    flow.heading('Customs')
    flow.rows(customsRows(manifest.customs))
  }
  flow.heading('Before the parcel is closed')
  for (const item of checkList(slip)) flow.check(item)
  flow.heading('Packed and sent')
  flow.rows([
    ['Packed by', handling.packedBy],
    ['Date', handling.packedOn],
    ['Seal number', handling.sealNumber],
    ['Carrier', handling.carrier],
    ['Tracking number', handling.trackingNumber],
  ])
  return paper.bytes()
}

const customsRows = (customs: Customs): readonly Row[] => {
  const rows: readonly Row[] = [
    ['Data', customs.dataDescription],
    ['Encrypted data', customs.encryptedData ? 'yes' : 'no'],
    ['Encryption class', customs.encryptionClassification],
    ['Certified by', customs.exportCertifierName],
    ['Export licence needed', customs.requiresExportLicense ? 'yes' : 'no'],
    ['Value of the device', customs.deviceValue],
    ['Country of origin', customs.deviceCountryOfOrigin],
    ['Device type', customs.deviceType],
    ['HTS code', customs.deviceHTS],
    ['Type of export', customs.typeOfExport],
  ]
  return rows.filter(([, value]) => value !== undefined)
}

const checkList = ({ jobId, manifest: { deviceId }, signatureFileContents }: PackingSlip): readonly string[] => [
  `The device is labelled with job ID ${jobId} and device ID ${deviceId}.`,
  signatureFileContents
    ? `The file SIGNATURE, its name in capitals, is in the device's root directory. SHA-256 ${sha256(signatureFileContents)}`
    : 'The barcode of the barcode sheet is taped onto the device and can be read.',
  'Power supply and cables are enclosed.',
  "The job ID is in the address on the parcel's label.",
]
