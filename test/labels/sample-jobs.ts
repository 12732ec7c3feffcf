import type { Manifest } from '../../lib/manifest/manifest.ts'
import { readManifest } from '../../lib/manifest/read.ts'

export const SHIP_TO = ['AWS Import/Export C/O AnyCompany', '123 Any Street', 'Anytown, VA 22153']
export const SENDER = {
  name: 'Jane Roe',
  company: 'Example Corp.',
  street1: '123 Any Street',
  street2: 'Suite 4',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '91011-1111',
  country: 'USA',
  phoneNumber: '206-555-1111',
}
export const TIMES = { createdAt: new Date('2026-11-21T10:00:00Z'), expiresAt: new Date('2026-12-21T10:00:00Z') }
export const SIGNATURE = 'u1My1YCtechWtbdeW0DnNPk3p9I='
export const SIGNATURE_FILE = `version:2.0\nsigningMethod:HmacSHA1\njobId:ABCDE\nsignature:${SIGNATURE}\n`
export const URL_OF_JOB = 'https://waybill.example/v1/jobs/ABCDE'

/** A manifest that must be valid. */
export const manifestOf = (text: string): Manifest => {
  const { manifest, diagnostics } = readManifest(text)
  if (!manifest) throw new Error(diagnostics.map(({ detail }) => detail).join('\n'))
  return manifest
}
