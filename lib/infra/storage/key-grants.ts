import type { WaybillFunction } from '../functions/waybill-function.ts'

/**
 * Lets functions use the KMS key of a table or bucket: the stack's own key, or that of an existing table or bucket. With AWS's
 * key, no permission is needed.
 */
export class KeyGrants {
  readonly #keyArn: string | undefined

  constructor(keyArn: string | undefined) {
    this.#keyArn = keyArn
  }

  grantDecrypt(fn: WaybillFunction): void {
    if (this.#keyArn !== undefined) fn.allow([this.#keyArn], 'kms:Decrypt', 'kms:DescribeKey')
  }

  /** The permissions that S3 uses in the name of a function that adds and reads objects. */
  grantObjects(fn: WaybillFunction): void {
    if (this.#keyArn !== undefined) fn.allow([this.#keyArn], 'kms:Decrypt', 'kms:GenerateDataKey')
  }

  /** The permissions that DynamoDB and S3 use in the name of the writer (their developer guides, "Encryption at rest"). */
  grantEncrypt(fn: WaybillFunction): void {
    if (this.#keyArn === undefined) return
    fn.allow([this.#keyArn], 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey')
  }
}
