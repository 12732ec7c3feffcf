import { describe, expect, it } from '@jest/globals'
import { explainFault } from '../../lib/query-api/explain-fault.ts'
import { fault } from '../../lib/query-api/faults.ts'

const body = (text: string) => ({ query: '', body: Buffer.from(text) })
const MISSING = fault('MissingParameterException', 'JobType must be specified')

describe('the explanation of a fault', () => {
  it('names the parameters that a forgotten & hides', () => {
    const request = body('Action=CreateJob&Manifest=a%3Ab%0AJobType=Import&AWSAccessKeyId=AKIDSignatureVersion=2')

    expect(explainFault(MISSING, request).message).toBe(
      'JobType must be specified (Is an & missing before JobType and SignatureVersion?)',
    )
  })

  it('looks into the query string too', () => {
    expect(explainFault(MISSING, { query: 'Action=ListJobsVersion=2010-06-01', body: undefined }).message).toContain(
      'Version',
    )
  })

  it('is silent about a form that is put together well', () => {
    const request = body('Action=CreateJob&JobType=&Manifest=JobType%3DImport&Signature=abc%3D')

    expect(explainFault(MISSING, request)).toBe(MISSING)
  })

  it('does not miss a time of version 2 in a presigned request', () => {
    const twice = fault('MalformedQueryString', 'Action occurs twice.')

    expect(explainFault(twice, { query: 'Action=A&Action=B&X-Amz-Signature=ab', body: undefined })).toBe(twice)
    expect(explainFault(twice, { query: 'Action=A&Action=B&Signature=ab', body: undefined }).message).toContain(
      'Expires',
    )
  })

  it('is silent where the parameters are not to blame', () => {
    const quota = fault('CreateJobQuotaExceededException', 'enough')

    expect(explainFault(quota, body('aJobType=Import'))).toBe(quota)
  })
})
