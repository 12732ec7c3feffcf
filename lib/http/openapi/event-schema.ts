import * as z from 'zod/mini'
import { OUTCOMES } from '../../audit/actions.ts'

const about = (description: string) => z.meta({ description })
const text = z.optional(z.string())
const changeSide = z.record(z.string(), z.unknown())

/** A line of history as callers see it. */
export const Event = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.string().check(about('What was done or tried; docs/history.md lists the actions')),
  outcome: z.enum(OUTCOMES),
  principal: z.string().check(about('The person, role or key behind the request')),
  accessKeyId: z.optional(z.string().check(about('The access key that signed the request'))),
  address: z.optional(z.string().check(about('The network address that the request came from'))),
  userAgent: text,
  requestId: text,
  team: text,
  jobId: text,
  code: text,
  detail: text,
  before: z.optional(changeSide.check(about('What a change replaced'))),
  after: z.optional(changeSide.check(about('What stands there since'))),
  v: z.optional(z.literal(1)),
  stream: z.optional(
    z.string().check(about('The history of one thing; absent in events from before history was chained')),
  ),
  sequence: z.optional(z.int().check(about('From 1, without a gap in its stream'))),
  previous: z.optional(z.string().check(about('The hash of the event before it in its stream'))),
  hash: z.optional(z.string().check(about('Hex SHA-256 of all other members as canonical JSON (RFC 8785)'))),
})
