import { parseTree } from '../text/parse-tree.ts'
import { textOf } from '../text/tree.ts'

/** Where the service puts a job's logs. */
export interface LogPlace {
  readonly bucket: string
  /** Stands before each name; nothing is put between (guide: "Creating an Export Manifest File"). */
  readonly prefix: string
}

/** Where a manifest wants its logs; an S3 import that names no place for them has them in its bucket. */
export const logPlaceOf = (text: string): LogPlace | undefined => {
  const { root } = parseTree(text)
  const bucket = textOf(root, 'logBucket') || textOf(root, 'bucket')
  return bucket ? { bucket, prefix: textOf(root, 'logPrefix') ?? '' } : undefined
}
