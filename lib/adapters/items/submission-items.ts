import * as z from 'zod/mini'
import { OUTCOMES } from '../../audit/actions.ts'
import type { OlderEvent } from '../../jobs/older-event.ts'
import type { JobEnd, Predecessor, SubmissionRecord } from '../../jobs/submission-record.ts'
import { once } from '../../manifest/once.ts'
import { itemForm } from './item-form.ts'
import { actor, asBefore, LeaseItem, maybe, side, subject, tagging, text, UnrecordedItem } from './item-parts.ts'

const ENDS = ['cancelled', 'expired', 'returned', 'replaced', 'forgotten'] as const satisfies readonly JobEnd[]

const PredecessorItem = once((): z.ZodMiniType<Predecessor> => z.looseObject({ jobId: text, end: z.enum(ENDS) }))

export const record = once(
  () =>
    ({
      ...subject(),
      id: text,
      state: z.enum(['submitting', 'created', 'refused']),
      idempotencyKey: text,
      fingerprint: text,
      lease: LeaseItem(),
      asker: z.looseObject(actor()),
      accessKeyId: text,
      acceptableUntil: maybe,
      serviceAheadMs: z.exactOptional(z.number()),
      ...tagging(),
      jobId: maybe,
      follows: z.exactOptional(PredecessorItem()),
      latest: z.exactOptional(z.looseObject({ generation: z.int(), follows: PredecessorItem() })),
      archivedAt: maybe,
      submittedAt: maybe,
      unrecorded: z.exactOptional(z.array(UnrecordedItem())),
      error: z.exactOptional(z.looseObject({ code: text, detail: text })),
      open: z.exactOptional(z.literal('yes')),
      createdAt: text,
      updatedAt: text,
    }) satisfies Record<keyof SubmissionRecord, unknown>,
)

const RecordItem = once((): z.ZodMiniType<SubmissionRecord> => z.looseObject(record()))

export const OlderEventItem = once(
  (): z.ZodMiniType<OlderEvent> =>
    z.looseObject({
      id: text,
      at: text,
      principal: text,
      requestId: maybe,
      action: text,
      outcome: z.enum(OUTCOMES),
      code: maybe,
      detail: maybe,
      before: side(),
      after: side(),
    } satisfies Record<keyof OlderEvent, unknown>),
)

/** Form 1, of version 0.1.0: `refusal: {code, message}` in place of `error: {code, detail}`. */
const renameToError = ({ refusal, ...rest }: Readonly<Record<string, unknown>>) => {
  const { data } = z.safeParse(z.object({ code: text, message: text }), refusal)
  return data ? { error: { code: data.code, detail: data.message }, ...rest } : rest
}

export const recordForm = itemForm(RecordItem, [renameToError])
export const olderEventForm = itemForm(OlderEventItem, [asBefore])
