/**
 * What is told of a check:
 *
 * - `failed`: it does not pass any more (or never did).
 * - `changed`: it still fails, for another reason.
 * - `recovered`: it passes again.
 * - `unknown`: for longer than was set, nobody could tell.
 * - `expires`: its job expires in 7 days, or in 2, if no device comes.
 * - `ended`: its job is cancelled, received or expired, so it runs no more.
 */
export const NOTICE_KINDS = ['failed', 'changed', 'recovered', 'unknown', 'expires', 'ended'] as const

export type NoticeKind = (typeof NOTICE_KINDS)[number]
