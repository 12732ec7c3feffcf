import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import { once } from '../manifest/once.ts'
import { JobError } from './errors.ts'

/** A place in a list as text. Its parts are the values that order the list. */
export const writePlace = (...parts: readonly string[]): string => JSON.stringify(parts)

/** In characters. DynamoDB allows a sort key of 1,024 bytes, and no value that orders a list is longer than this. */
const LONGEST_PART = 1000
const parts = once(() => z.array(z.string().check(z.minLength(1), z.maxLength(LONGEST_PART))))

/**
 * The parts of a place. It is checked, since page tokens are plain text that anybody can write.
 *
 * Refuses: PAGE_TOKEN_INVALID unless the place has exactly `count` parts.
 */
export const readPlace = (place: string, count: number): readonly string[] => {
  const { data } = z.safeParse(parts(), jsonOf(place))
  if (data?.length !== count) throw pageTokenInvalid()
  return data
}

export const pageTokenInvalid = () =>
  new JobError(
    'PAGE_TOKEN_INVALID',
    'This page token does not belong to this list. Send it with the same filters that it came with, or leave it out to start again.',
  )
