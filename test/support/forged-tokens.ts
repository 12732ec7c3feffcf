import { pageToken } from '../../lib/jobs/look-up/page-token.ts'

/** Places that no list ever gave, as somebody may write them who takes a token apart. */
export const FORGED_PLACES: readonly string[] = [
  '',
  ' ',
  'x',
  '{}',
  '[]',
  '["","",""]',
  '[1,2,3]',
  '["a","b"]',
  '["a","b","c"]',
  '["~","~","~"]',
  '["~~","JOBID#J0002","JOB"]',
  '["2026-11-21T10:00:02.000Z#wb2","JOBID#J0002","JOB"]',
  '["=film#2026-11-21T10:00:02.000Z#wb2","JOBID#J0002","JOB"]',
  '["film","2026-11-21T10:00:02.000Z","wb2"]',
  '["RECORD"]',
  'null',
  JSON.stringify(Array(3).fill('x'.repeat(5000))),
  '["\u0000","\u0000","\u0000"]',
]

const NAME_BYTES = 12

/** A token of the same list as another one, that leads to another place. */
export const forge = (token: string, place: string): string => {
  const list = Buffer.from(token, 'base64url').subarray(0, NAME_BYTES)
  const rest = Buffer.from(pageToken('', place), 'base64url').subarray(NAME_BYTES)
  return Buffer.concat([list, rest]).toString('base64url')
}
