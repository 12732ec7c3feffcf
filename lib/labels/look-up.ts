import { createHash } from 'node:crypto'

/** What a paper's QR code contains. */
export interface LookUp {
  readonly jobIds: readonly string[]
  readonly deviceId?: string
  readonly parcel?: Parcel
  /** Names the SIGNATURE that belongs into the device, without giving it away. */
  readonly signatureFileContents?: string
  /** Where the job can be looked up. */
  readonly url?: string
}

/** Which of how many. */
export interface Parcel {
  readonly number: number
  readonly of: number
}

/** No device's name is longer; a QR code has to stay coarse enough for a printer. */
const LONGEST_DEVICE_ID = 64
/** 64 bits: enough to distinguish files. */
const DIGEST_LENGTH = 16

/** A line for each thing, the address last, where readers on telephones look for it. Never a secret. */
export const lookUpText = ({ jobIds, deviceId, parcel, signatureFileContents, url }: LookUp): string =>
  [
    `JOBID ${jobIds.join(' ')}`,
    deviceId && `DEVICE ${deviceId.slice(0, LONGEST_DEVICE_ID)}`,
    parcel && `PARCEL ${parcel.number}/${parcel.of}`,
    signatureFileContents && `SIGNATURE-SHA256 ${sha256(signatureFileContents).slice(0, DIGEST_LENGTH)}`,
    url,
  ]
    .filter(Boolean)
    .join('\n')

/** Hex. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
