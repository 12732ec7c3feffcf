import type { Rule } from './rule.ts'

/** `export-log-` and `import-log-`, each with a job ID of five characters after it. */
const LOG_NAME_BYTES = 16
const KEY_BYTES = 1024
const COMMENT_CHARACTERS = 997

const utf8 = new TextEncoder()

/** What S3 keys and archive descriptions can hold. */
export const LENGTHS: readonly Rule[] = [
  {
    code: 'LOG_PREFIX_TOO_LONG',
    check: ({ logPrefix = '' }) => {
      const bytes = logPrefix.length * 3 + LOG_NAME_BYTES > KEY_BYTES ? utf8.encode(logPrefix).length : 0
      return bytes + LOG_NAME_BYTES > KEY_BYTES ? [{ at: '/logPrefix', params: { bytes } }] : []
    },
  },
  {
    code: 'ARCHIVE_COMMENT_TOO_LONG',
    kinds: ['glacier-import'],
    check: ({ operations = [] }) =>
      operations.flatMap(({ archiveComment = '' }, index) => {
        const length = archiveComment.length > COMMENT_CHARACTERS ? [...archiveComment].length : 0
        return length > COMMENT_CHARACTERS ? [{ at: `/operations/${index}/archiveComment`, params: { length } }] : []
      }),
  },
]
