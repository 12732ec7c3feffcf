import type { Rule } from './rule.ts'

const OLD = ['EXT2', 'EXT3', 'FAT32']

/** The option table and the limits page of the guide disagree. */
export const FILE_SYSTEM: readonly Rule[] = [
  {
    code: 'FILE_SYSTEM_OLD',
    kinds: ['s3-export'],
    check: ({ fileSystem = '' }) =>
      OLD.includes(fileSystem) ? [{ at: '/fileSystem', params: { value: fileSystem } }] : [],
  },
]
