import type { Kind } from '../../manifest/manifest.ts'
import type { Particulars } from '../attempt.ts'
import type { Tags } from '../tagging.ts'

/** Kind and tags of a manifest that was tried, as far as it was read. Usage reports count events by them. */
export const tried = ({ kind, tags }: { readonly kind?: Kind; readonly tags?: Tags }): Pick<Particulars, 'after'> =>
  kind === undefined && tags === undefined ? {} : { after: { ...(kind && { kind }), ...(tags && { tags }) } }
