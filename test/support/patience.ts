/**
 * How long what a test is not about may take, in milliseconds: longer than a machine is ever busy, paused or asleep, and less
 * than the quarter of an hour for which a signature is good. It only brings to an end what would never end.
 */
export const AMPLE_MS = 10 * 60_000

/** The same, as a setting of Waybill on one machine. */
export const AMPLE_SETTINGS = { WAYBILL_REQUEST_SECONDS: String(AMPLE_MS / 1000) } as const

/** Where a test waits for what was left unclear, which takes as long as a request may, Waybill has its own patience. */
export const OWN_SETTINGS = { WAYBILL_REQUEST_SECONDS: '' } as const

/** How long a page in a browser may take to show what a test waits for, in milliseconds. Where it never comes, the test fails by then. */
export const PAGE_MS = 5 * 60_000
