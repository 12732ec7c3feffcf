import * as z from 'zod/mini'
import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import { SIGNING_ALGORITHMS } from '../../audit/digest.ts'

const about = (description: string) => z.meta({ description })
const text = z.optional(z.string())
const changeSide = z.record(z.string(), z.unknown())

/** A line of history as callers see it. */
const Event = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.enum(ACTIONS).check(about('What was done or tried; docs/history.md has the meanings')),
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

const HistoryPage = z.object({
  events: z.array(Event),
  nextPageToken: z.optional(z.string().check(about('Names the next page; absent at the end'))),
  resumeToken: z.optional(
    z.string().check(about('At the end: a page token that continues here once more has happened')),
  ),
})

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))

const SignedDigest = z.object({
  digest: z.object({
    v: z.literal(1),
    day: z.iso.date(),
    events: z.int().check(about('How many the day has')),
    heads: z
      .array(z.object({ stream: z.string(), sequence: z.int(), hash: hex }))
      .check(about('The last event of every stream that has one on that day')),
    previous: z.optional(hex.check(about('Hex SHA-256 of the digest before it; absent in the first'))),
  }),
  algorithm: z.enum(SIGNING_ALGORITHMS),
  signature: z.string().check(about('Base64, over the digest as canonical JSON (RFC 8785)')),
})

const nextPageToken = z.optional(z.string().check(about('Names the next page; absent or empty on the last one')))

export const AUDIT_SCHEMAS = {
  EventList: z.object({ events: z.array(Event), nextPageToken }),
  HistoryPage,
  SignedDigest,
}
