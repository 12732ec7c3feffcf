import { checkStream } from '../../audit/streams.ts'
import type { Asking } from '../../teams/caller.ts'
import { CHECK_NAME } from '../check.ts'

/** The history that an attempt on a check stands in. `undefined`: no check can have that name. */
export const streamOfCheck = ({ caller: { team } }: Asking, name: string): string | undefined =>
  CHECK_NAME.test(name) ? checkStream(team, name) : undefined
