import type { WaybillFunction } from '../functions/waybill-function.ts'

/**
 * Lets functions use the KMS key of a table or bucket: the stack's own, or that of one that was there already. Where AWS's key
 * encrypts, nothing is needed.
 */
export class KeyGrants {
  readonly #keyArn: string | undefined

  constructor(keyArn: string | undefined) {
    this.#keyArn = keyArn
  }

  grantDecrypt(fn: WaybillFunction): void {
    if (this.#keyArn !== undefined) fn.allow([this.#keyArn], 'kms:Decrypt', 'kms:DescribeKey')
  }

  /** What S3 requests in the name of who adds objects and reads them. */
  grantObjects(fn: WaybillFunction): void {
    if (this.#keyArn !== undefined) fn.allow([this.#keyArn], 'kms:Decrypt', 'kms:GenerateDataKey')
  }

  /** What DynamoDB and S3 request in the name of the writer (their developer guides, "Encryption at rest"). */
  grantEncrypt(fn: WaybillFunction): void {
    if (this.#keyArn === undefined) return
    fn.allow([this.#keyArn], 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey')
  }
}
