import * as z from 'zod/mini'
import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import type { Actor } from '../../audit/event.ts'
import { DEVICE_STAGES, type Device, type StageSince } from '../../jobs/device-stage.ts'
import {
  type Artifact,
  type Authorship,
  type ChangeRequest,
  CUSTODY_STEPS,
  type CustodyStep,
  type Follow,
  type Job,
  type JobNotice,
  type JobSummary,
  type Lease,
  type NoticeFacts,
  type RunningChange,
  type Shipment,
  type StoredStatus,
  type UnrecordedEvent,
  type Warning,
} from '../../jobs/job.ts'
import type { ManifestSummary, ManifestVersion } from '../../jobs/manifest-version.ts'
import { NOTICE_TYPES } from '../../jobs/notice-types.ts'
import type { OlderEvent } from '../../jobs/older-event.ts'
import type { JobEnd, Predecessor, SubmissionRecord } from '../../jobs/submission-record.ts'
import type { Tagging, Tags } from '../../jobs/tagging.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { itemForm } from './item-form.ts'

/*
 * Each table of members must name all members of its type, or it does not compile. What a table does not name stays in the
 * item: a newer Waybill that runs beside this one may have written it.
 */

const text = z.string()
const maybe = z.exactOptional(text)

const lease = { owner: text, until: text } satisfies Record<keyof Lease, unknown>
const LeaseItem: z.ZodMiniType<Lease> = z.looseObject(lease)

const actor = {
  principal: text,
  accessKeyId: maybe,
  address: maybe,
  userAgent: maybe,
  requestId: maybe,
} satisfies Record<keyof Actor, unknown>

/** What an event shows of one side of a change. */
const side = z.exactOptional(z.record(text, z.unknown()))

const subject = {
  team: text,
  kind: z.enum(KINDS),
  jobType: z.enum(JOB_TYPES),
  deviceId: text,
  buckets: z.array(text),
}

const authorship = { number: z.int(), at: text, by: maybe } satisfies Record<keyof Authorship, unknown>

const ENDS = ['cancelled', 'expired', 'returned', 'replaced', 'forgotten'] as const satisfies readonly JobEnd[]

const PredecessorItem: z.ZodMiniType<Predecessor> = z.looseObject({ jobId: text, end: z.enum(ENDS) })

const TagsItem: z.ZodMiniType<Tags> = z.record(text, text)
const tagging = { tags: z.exactOptional(TagsItem), description: maybe } satisfies Record<keyof Tagging, unknown>

const UnrecordedItem: z.ZodMiniType<UnrecordedEvent> = z.looseObject({
  ...actor,
  id: text,
  at: text,
  action: z.enum(ACTIONS),
  outcome: z.enum(OUTCOMES),
  code: maybe,
  detail: maybe,
  before: side,
  after: side,
} satisfies Record<keyof UnrecordedEvent, unknown>)

const record = {
  ...subject,
  id: text,
  state: z.enum(['submitting', 'created', 'refused']),
  idempotencyKey: text,
  fingerprint: text,
  lease: LeaseItem,
  asker: z.looseObject(actor),
  accessKeyId: text,
  acceptableUntil: maybe,
  serviceAheadMs: z.exactOptional(z.number()),
  ...tagging,
  jobId: maybe,
  follows: z.exactOptional(PredecessorItem),
  latest: z.exactOptional(z.looseObject({ generation: z.int(), follows: PredecessorItem })),
  archivedAt: maybe,
  submittedAt: maybe,
  unrecorded: z.exactOptional(z.array(UnrecordedItem)),
  error: z.exactOptional(z.looseObject({ code: text, detail: text })),
  open: z.exactOptional(z.literal('yes')),
  createdAt: text,
  updatedAt: text,
} satisfies Record<keyof SubmissionRecord, unknown>

export const RecordItem: z.ZodMiniType<SubmissionRecord> = z.looseObject(record)

const WarningItem: z.ZodMiniType<Warning> = z.looseObject({
  code: text,
  detail: text,
  pointer: maybe,
  line: z.exactOptional(z.number()),
  column: z.exactOptional(z.number()),
} satisfies Record<keyof Warning, unknown>)

const ArtifactItem: z.ZodMiniType<Artifact> = z.looseObject({
  description: text,
  url: text,
  since: z.exactOptional(z.int()),
})

const StatusItem: z.ZodMiniType<StoredStatus> = z.looseObject({
  checkedAt: text,
  locationCode: maybe,
  locationMessage: maybe,
  progressCode: maybe,
  progressMessage: maybe,
  carrier: maybe,
  trackingNumber: maybe,
  logBucket: maybe,
  logKey: maybe,
  errorCount: z.exactOptional(z.number()),
} satisfies Record<keyof StoredStatus, unknown>)

const AuthorshipItem: z.ZodMiniType<Authorship> = z.looseObject(authorship)

/** What lists read of a job's manifests. */
const manifestSummary = {
  ...authorship,
  kind: subject.kind,
  jobType: subject.jobType,
  deviceId: text,
  buckets: z.array(text),
  sha256: text,
} satisfies Record<keyof ManifestSummary, unknown>

export const ManifestItem: z.ZodMiniType<ManifestVersion> = z.looseObject({ ...manifestSummary, manifest: text })

const StageItem: z.ZodMiniType<StageSince> = z.looseObject({
  name: z.enum(DEVICE_STAGES),
  since: text,
} satisfies Record<keyof StageSince, unknown>)

const ShipmentItem: z.ZodMiniType<Shipment> = z.looseObject({
  carrier: text,
  trackingNumber: maybe,
  trackingUrl: maybe,
  shippedOn: text,
  sealNumber: maybe,
  jobIds: z.array(text),
  warnings: z.array(WarningItem),
  reportedAt: text,
  reportedBy: text,
} satisfies Record<keyof Shipment, unknown>)

const CustodyItem: z.ZodMiniType<CustodyStep> = z.looseObject({
  step: z.enum(CUSTODY_STEPS),
  by: text,
  at: text,
  note: maybe,
  sealNumber: maybe,
  recordedBy: text,
} satisfies Record<keyof CustodyStep, unknown>)

const FollowItem: z.ZodMiniType<Follow> = z.looseObject({
  dueAt: maybe,
  askedAt: maybe,
  inTurn: z.exactOptional(z.literal(true)),
} satisfies Record<keyof Follow, unknown>)

const maybeNames = z.exactOptional(z.array(text))

const ChangeItem: z.ZodMiniType<RunningChange> = z.looseObject({
  ...lease,
  request: z.exactOptional(
    z.looseObject({ ...actor, action: z.enum(['update', 'cancel']), sentSha256: maybe } satisfies Record<
      keyof ChangeRequest,
      unknown
    >),
  ),
} satisfies Record<keyof RunningChange, unknown>)

/** What lists read of a job. */
const summary = {
  ...subject,
  id: text,
  tags: tagging.tags,
  jobId: text,
  state: z.enum(['created', 'cancelled', 'expired']),
  signature: maybe,
  signatureFileContents: maybe,
  shippingAddress: maybe,
  artifacts: z.array(ArtifactItem),
  fingerprint: maybe,
  status: z.exactOptional(StatusItem),
  stage: z.exactOptional(StageItem),
  shipment: z.exactOptional(ShipmentItem),
  follow: z.exactOptional(FollowItem),
  expiryNotice: z.exactOptional(z.number()),
  formerDevices: maybeNames,
  formerBuckets: maybeNames,
  archivedAt: maybe,
  change: z.exactOptional(ChangeItem),
  purgedAt: maybe,
  version: z.int(),
  createdAt: text,
  updatedAt: text,
} satisfies Record<keyof JobSummary, unknown>

const DeviceItem: z.ZodMiniType<Device> = z.looseObject({
  id: text,
  stage: z.enum(DEVICE_STAGES),
  since: text,
  location: maybe,
  progress: maybe,
  errorCount: z.exactOptional(z.number()),
  carrier: maybe,
  trackingNumber: maybe,
  expiresAt: maybe,
  reason: z.exactOptional(z.looseObject({ code: text, detail: maybe, advice: text })),
  unknownCodes: maybeNames,
} satisfies Record<keyof Device, unknown>)

const FactsItem: z.ZodMiniType<NoticeFacts> = z.looseObject({
  ...subject,
  id: text,
  jobId: maybe,
  state: z.enum(['submitting', 'created', 'cancelled', 'expired', 'refused']),
  manifestSha256: maybe,
  before: z.exactOptional(
    z.looseObject({ kind: z.enum(KINDS), deviceId: text, buckets: z.array(text), manifestSha256: text }),
  ),
  device: z.exactOptional(DeviceItem),
  error: z.exactOptional(z.looseObject({ code: text, detail: text })),
} satisfies Record<keyof NoticeFacts, unknown>)

const NoticeItem: z.ZodMiniType<JobNotice> = z.looseObject({
  id: text,
  type: z.enum(NOTICE_TYPES),
  at: text,
  facts: FactsItem,
} satisfies Record<keyof JobNotice, unknown>)

export const JobItem: z.ZodMiniType<Job> = z.looseObject({
  ...summary,
  description: tagging.description,
  accessKeyId: text,
  manifest: text,
  manifestSha256: text,
  authorship: z.exactOptional(AuthorshipItem),
  sentSha256: text,
  warnings: z.array(WarningItem),
  custody: z.exactOptional(z.array(CustodyItem)),
  notices: z.exactOptional(z.array(NoticeItem)),
  unrecorded: z.exactOptional(z.array(UnrecordedItem)),
})

export const OlderEventItem: z.ZodMiniType<OlderEvent> = z.looseObject({
  id: text,
  at: text,
  principal: text,
  requestId: maybe,
  action: text,
  outcome: z.enum(OUTCOMES),
  code: maybe,
  detail: maybe,
  before: side,
  after: side,
} satisfies Record<keyof OlderEvent, unknown>)

/** Form 1, of version 0.1.0: `refusal: {code, message}` in place of `error: {code, detail}`. */
const renameToError = ({ refusal, ...rest }: Readonly<Record<string, unknown>>) => {
  const { data } = z.safeParse(z.object({ code: text, message: text }), refusal)
  return data ? { error: { code: data.code, detail: data.message }, ...rest } : rest
}

/** The item itself stayed as it was when the form of the whole table changed. */
const asBefore = (item: Readonly<Record<string, unknown>>) => item

export const recordForm = itemForm(RecordItem, [renameToError])
export const jobForm = itemForm(JobItem, [asBefore])
export const jobSummaryForm = itemForm<JobSummary>(z.looseObject(summary), [asBefore])

/** What lists read of a job, and of a submission without one, in every form. */
export const LISTED_MEMBERS = ['v', ...Object.keys({ ...summary, ...record }), 'refusal']
export const manifestSummaryForm = itemForm<ManifestSummary>(z.looseObject(manifestSummary))
export const manifestForm = itemForm(ManifestItem)
export const olderEventForm = itemForm(OlderEventItem, [asBefore])
