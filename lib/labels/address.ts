import type { ReturnAddress } from '../manifest/manifest.ts'

export type PostalAddress = Omit<ReturnAddress, 'unknown'>

/** An address as the lines of an envelope, the phone number last. */
export const addressLines = (address: PostalAddress): readonly string[] => {
  const { name, company, street1, street2, street3, city, stateOrProvince, postalCode, country, phoneNumber } = address
  const place = [city, [stateOrProvince, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return [name, company, street1, street2, street3, place, country, `Phone ${phoneNumber}`].flatMap(line =>
    line === undefined || line === '' ? [] : [line],
  )
}

/** How many job IDs stand in one line of an address. */
const IDS_IN_A_LINE = 5

/**
 * Where devices are sent, with the job IDs as a part of the address, after its first line: without them a depot refuses
 * the delivery (Developer Guide, "Shipping your storage device").
 */
export const shipToLines = ([first = '', ...rest]: readonly string[], jobIds: JobIds): readonly string[] => {
  const lines: string[] = []
  for (let start = 0; start < jobIds.length; start += IDS_IN_A_LINE) {
    lines.push(`JOBID ${jobIds.slice(start, start + IDS_IN_A_LINE).join(' ')}`)
  }
  return [first, ...lines, ...rest]
}

/** At least one: no paper is without its job's ID. */
export type JobIds = readonly [string, ...string[]]
