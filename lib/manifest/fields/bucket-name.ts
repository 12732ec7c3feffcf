const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/

/** A pattern for a JSON Schema. It also allows the older names of us-east-1 (until 2018), which include the names of today. */
export const OLD_BUCKET_NAME = '^[A-Za-z0-9._-]{3,255}$'
const OLD_NAME = new RegExp(OLD_BUCKET_NAME)

export const looksLikeIpAddress = (text: string) => IP_ADDRESS.test(text)

/** S3's rules for names (S3 User Guide, "Bucket naming rules"). */
export const isBucketName = (text: string) => NAME.test(text) && !text.includes('..') && !looksLikeIpAddress(text)

/** Whether only an old bucket of us-east-1 (made before 2018) can have this name. */
export const isOldBucketName = (text: string) => OLD_NAME.test(text) && !NAME.test(text)
