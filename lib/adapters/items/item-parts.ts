import * as z from 'zod/mini'
import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import type { Actor } from '../../audit/event.ts'
import type { Lease, UnrecordedEvent } from '../../jobs/job.ts'
import type { Tagging, Tags } from '../../jobs/tagging.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { once } from '../../manifest/once.ts'

/*
 * Each table of members must name all members of its type, or it does not compile. What a table does not name stays in the
 * item: a newer Waybill that runs beside this one may have written it. Each is made when an item is first read: a function
 * that only writes items starts without them.
 */

export const text = z.string()
export const maybe = z.exactOptional(text)

export const lease = once(() => ({ owner: text, until: text }) satisfies Record<keyof Lease, unknown>)
export const LeaseItem = once((): z.ZodMiniType<Lease> => z.looseObject(lease()))

export const actor = once(
  () =>
    ({
      principal: text,
      accessKeyId: maybe,
      address: maybe,
      userAgent: maybe,
      requestId: maybe,
    }) satisfies Record<keyof Actor, unknown>,
)

/** One side of a change in an event. */
export const side = once(() => z.exactOptional(z.record(text, z.unknown())))

export const subject = once(() => ({
  team: text,
  kind: z.enum(KINDS),
  jobType: z.enum(JOB_TYPES),
  deviceId: text,
  buckets: z.array(text),
}))

const TagsItem = once((): z.ZodMiniType<Tags> => z.record(text, text))
export const tagging = once(
  () => ({ tags: z.exactOptional(TagsItem()), description: maybe }) satisfies Record<keyof Tagging, unknown>,
)

export const UnrecordedItem = once(
  (): z.ZodMiniType<UnrecordedEvent> =>
    z.looseObject({
      ...actor(),
      id: text,
      at: text,
      action: z.enum(ACTIONS),
      outcome: z.enum(OUTCOMES),
      code: maybe,
      detail: maybe,
      before: side(),
      after: side(),
    } satisfies Record<keyof UnrecordedEvent, unknown>),
)

/** The item itself stayed as it was when the form of the whole table changed. */
export const asBefore = (item: Readonly<Record<string, unknown>>) => item
