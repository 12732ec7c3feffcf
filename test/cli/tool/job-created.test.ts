import { describe, expect, it } from '@jest/globals'
import { jobCreated } from '../../../lib/cli/tool/job-created.ts'

const job = (jobId: string, jobType: 'Import' | 'Export', signature: string) => ({
  jobId,
  jobType,
  signature,
  signatureFileContents: `version:2.0\nsigningMethod:HmacSHA1\njobId:${jobId}\nsignature:${signature}\n`,
  shippingAddress: `AWS Import/Export C/O AnyCompany\nJOBID ${jobId}\n123 Any Street\nAnytown, VA 22153`,
})

const FILES = [{ what: 'SignatureFileContents', path: './SIGNATURE' }]

describe('what is printed after CreateJob', () => {
  it("has the Web Service Tool's form for an import", () => {
    expect(jobCreated(job('ABCDE', 'Import', 'cbfdUuhhmauYS+ABCl5R9heDK/V='), FILES)).toBe(`JOB CREATED
\tJobId: ABCDE
\tJobType: Import
\t****************************************
\t* AwsShippingAddress *
\t****************************************
\tAWS Import/Export C/O AnyCompany
\tJOBID ABCDE
\t123 Any Street
\tAnytown, VA 22153
\t****************************************
\t* SignatureFileContents *
\t****************************************
\tversion:2.0
\tsigningMethod:HmacSHA1
\tjobId:ABCDE
\tsignature:cbfdUuhhmauYS+ABCl5R9heDK/V=
\tWriting SignatureFileContents to ./SIGNATURE
\tPlease use GetShippingLabel API endpoint to print your shipping label.
`)
  })

  it("has the Web Service Tool's form for an export", () => {
    expect(jobCreated(job('ETU5V', 'Export', 'f7+7Dabe30tqvZkFFjlIOK5KUHg='), FILES)).toBe(`JOB CREATED

********************************
* RECEIVED SUCCESSFUL RESPONSE *
********************************
jobId: ETU5V
signature: f7+7Dabe30tqvZkFFjlIOK5KUHg=
jobType: Export

*******************************************************
* signatureFileContents - write this to a file called *
* SIGNATURE in the root of your disk                  *
*******************************************************
version:2.0
signingMethod:HmacSHA1
jobId:ETU5V
signature:f7+7Dabe30tqvZkFFjlIOK5KUHg=

Writing SignatureFileContents to ./SIGNATURE
Please use GetShippingLabel API endpoint to print your shipping label.
`)
  })
})
