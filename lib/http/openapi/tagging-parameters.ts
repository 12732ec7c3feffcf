import { LONGEST_DESCRIPTION } from '../../jobs/tagging.ts'
import { DESCRIPTION_HEADER, TAGS_HEADER } from '../jobs/tagging-input.ts'
import type { ParameterDoc } from './route-doc.ts'

/* What new jobs are found and counted by, where it stands beside a body that is not JSON. */

export const TAG: ParameterDoc = {
  about: 'A tag, as NAME=VALUE. May be repeated, once for each tag.',
  schema: { type: 'array', items: { type: 'string' } },
}

export const DESCRIPTION: ParameterDoc = {
  about: 'A description for people.',
  schema: { type: 'string', minLength: 1, maxLength: LONGEST_DESCRIPTION },
}

export const TAGGING_HEADERS: Readonly<Record<string, ParameterDoc>> = {
  [TAGS_HEADER]: { about: 'Tags as name=value&name=value, encoded as a form is.' },
  [DESCRIPTION_HEADER]: { about: 'A description for people, percent-encoded.' },
}
