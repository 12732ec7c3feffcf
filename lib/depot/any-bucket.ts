import type { Buckets } from './ports.ts'

/** S3's rules for names in us-east-1, those of before 2018 included (upper case, underscores, up to 255 characters). */
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/

/** Takes every well-formed name for an existing, writable bucket in us-east-1: nobody has to have one to try things out. */
export const ANY_BUCKET: Buckets = {
  find: async name => (BUCKET_NAME.test(name) ? { region: 'us-east-1', writable: true } : undefined),
}
