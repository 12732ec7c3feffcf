import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/** The parts that a SIGNATURE signs. The manifest is not among them, since an update must not change the SIGNATURE. */
export interface SignatureSubject {
  readonly jobId: string
  readonly owner: string
}

/** Base64 HMAC-SHA1 over job and owner, 28 characters. Version 2.0 leaves the rule to the service; only the service verifies. */
export const jobSignature = (signingSecret: Uint8Array, { jobId, owner }: SignatureSubject) =>
  // Of bytes Node finds out the slow way that they are no key yet, which takes longer than all of the rest.
  createHmac('sha1', createSecretKey(signingSecret)).update(`${jobId}\n${owner}`).digest('base64')

/** The SIGNATURE file: four lines, no blank after the colons, a newline at the end. */
export const signatureFileContents = (jobId: string, signature: string) =>
  `version:2.0\nsigningMethod:HmacSHA1\njobId:${jobId}\nsignature:${signature}\n`

/** Whether the SIGNATURE file of a device is the job's. CRLF instead of LF is accepted. */
export const verifySignatureFile = (signingSecret: Uint8Array, subject: SignatureSubject, text: string): boolean => {
  const expected = Buffer.from(signatureFileContents(subject.jobId, jobSignature(signingSecret, subject)))
  const found = Buffer.from(`${text.replaceAll('\r\n', '\n').trimEnd()}\n`)
  return found.length === expected.length && timingSafeEqual(found, expected)
}

/** Whether the text of a barcode is a job's signature. Blanks at its ends come from scanners and are ignored. */
export const verifyBarcode = (signature: string, text: string): boolean => {
  const expected = Buffer.from(signature)
  const found = Buffer.from(text.trim())
  return found.length === expected.length && timingSafeEqual(found, expected)
}
