/**
 * Items that version 0.1.0 wrote, with the names of today. A stage keeps its table when it is updated, so both forms are
 * read for as long as such items live: runs for 400 days, refused submissions for ever.
 */
type Item = Readonly<Record<string, unknown>>

/** `steps` became `checks`. */
export const runForm = ({ steps, ...run }: Item): Item => (steps === undefined ? run : { checks: steps, ...run })

/** `refusal: {code, message}` became `error: {code, detail}`. */
export const recordForm = ({ refusal, ...record }: Item): Item =>
  isRefusal(refusal) ? { error: { code: refusal.code, detail: refusal.message }, ...record } : record

const isRefusal = (refusal: unknown): refusal is { readonly code: string; readonly message: string } =>
  typeof refusal === 'object' && refusal !== null && 'code' in refusal && 'message' in refusal
