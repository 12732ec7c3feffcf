import type { Draft } from '../manifest.ts'
import type { About } from '../rules/rule.ts'
import { namedBuckets } from './buckets.ts'

/** A facility that receives devices (ShippingLocationsandAddressIdentifiers). */
export type Facility = 'the United States' | 'Ireland' | 'Singapore'

const FACILITIES: Readonly<Record<string, Facility>> = {
  'us-east-1': 'the United States',
  'us-west-1': 'the United States',
  'us-west-2': 'the United States',
  'eu-west-1': 'Ireland',
  'ap-southeast-1': 'Singapore',
}

/** A bucket, snapshot or vault with its region. */
export interface Regional {
  readonly name: string
  readonly region: string
  readonly pointer: string
}

/** Everything with a known region: buckets that the caller knows, and snapshots and vaults by their own option. */
export const regionals = (options: Draft, { bucketRegions }: About): readonly Regional[] => {
  const found: Regional[] = []
  // Most callers know no region, and an export may name a thousand buckets.
  const buckets = Object.keys(bucketRegions).length === 0 ? [] : namedBuckets(options)
  for (const { name, pointer } of buckets) {
    const region = Object.hasOwn(bucketRegions, name) ? bucketRegions[name] : undefined
    if (region !== undefined) found.push({ name, region, pointer })
  }
  for (const [index, { region }] of (options.operations ?? []).entries()) {
    if (region === undefined) continue
    found.push({ name: `operation ${index + 1}`, region, pointer: `/operations/${index}/region` })
  }
  return found
}

/** The facility of a region; `undefined`: none is known. */
export const facilityIn = (region: string): Facility | undefined =>
  Object.hasOwn(FACILITIES, region) ? FACILITIES[region] : undefined

/** The job's facility, with the region that decides it; `undefined`: no region is known. */
export const facilityOf = (options: Draft, about: About): { facility: Facility; region: string } | undefined => {
  for (const { region } of regionals(options, about)) {
    const facility = FACILITIES[region]
    if (facility) return { facility, region }
  }
  return undefined
}
