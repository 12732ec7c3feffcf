/**
 * The kinds of notices of a check:
 *
 * - `failed`: it fails now.
 * - `changed`: it still fails, for another reason.
 * - `recovered`: it passes again.
 * - `unknown`: its outcome has been unknown for longer than was set.
 * - `expires`: its job expires in 7 days, or in 2, if no device comes.
 * - `ended`: its job is cancelled, received or expired, so it no longer runs.
 */
export const NOTICE_KINDS = ['failed', 'changed', 'recovered', 'unknown', 'expires', 'ended'] as const

export type NoticeKind = (typeof NOTICE_KINDS)[number]
