import * as z from 'zod/mini'
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
  type NoticeFacts,
  type RunningChange,
  type Shipment,
  type StoredStatus,
  type Warning,
} from '../../jobs/job.ts'
import type { ManifestSummary, ManifestVersion } from '../../jobs/manifest-version.ts'
import { NOTICE_TYPES } from '../../jobs/notice-types.ts'
import { KINDS } from '../../manifest/manifest.ts'
import { once } from '../../manifest/once.ts'
import { itemForm } from './item-form.ts'
import { actor, asBefore, lease, maybe, subject, tagging, text, UnrecordedItem } from './item-parts.ts'
import { record } from './submission-items.ts'

const authorship = once(() => ({ number: z.int(), at: text, by: maybe }) satisfies Record<keyof Authorship, unknown>)

const WarningItem = once(
  (): z.ZodMiniType<Warning> =>
    z.looseObject({
      code: text,
      detail: text,
      pointer: maybe,
      line: z.exactOptional(z.number()),
      column: z.exactOptional(z.number()),
    } satisfies Record<keyof Warning, unknown>),
)

const ArtifactItem = once(
  (): z.ZodMiniType<Artifact> =>
    z.looseObject({
      description: text,
      url: text,
      since: z.exactOptional(z.int()),
    }),
)

const StatusItem = once(
  (): z.ZodMiniType<StoredStatus> =>
    z.looseObject({
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
    } satisfies Record<keyof StoredStatus, unknown>),
)

const AuthorshipItem = once((): z.ZodMiniType<Authorship> => z.looseObject(authorship()))

/** The members of a job's manifests that lists read. */
const manifestSummary = once(
  () =>
    ({
      ...authorship(),
      kind: subject().kind,
      jobType: subject().jobType,
      deviceId: text,
      buckets: z.array(text),
      sha256: text,
    }) satisfies Record<keyof ManifestSummary, unknown>,
)

export const ManifestItem = once(
  (): z.ZodMiniType<ManifestVersion> => z.looseObject({ ...manifestSummary(), manifest: text }),
)

const StageItem = once(
  (): z.ZodMiniType<StageSince> =>
    z.looseObject({
      name: z.enum(DEVICE_STAGES),
      since: text,
    } satisfies Record<keyof StageSince, unknown>),
)

const ShipmentItem = once(
  (): z.ZodMiniType<Shipment> =>
    z.looseObject({
      carrier: text,
      trackingNumber: maybe,
      trackingUrl: maybe,
      shippedOn: text,
      sealNumber: maybe,
      jobIds: z.array(text),
      warnings: z.array(WarningItem()),
      reportedAt: text,
      reportedBy: text,
    } satisfies Record<keyof Shipment, unknown>),
)

const CustodyItem = once(
  (): z.ZodMiniType<CustodyStep> =>
    z.looseObject({
      step: z.enum(CUSTODY_STEPS),
      by: text,
      at: text,
      note: maybe,
      sealNumber: maybe,
      recordedBy: text,
    } satisfies Record<keyof CustodyStep, unknown>),
)

const FollowItem = once(
  (): z.ZodMiniType<Follow> =>
    z.looseObject({
      dueAt: maybe,
      askedAt: maybe,
      inTurn: z.exactOptional(z.literal(true)),
    } satisfies Record<keyof Follow, unknown>),
)

const maybeNames = once(() => z.exactOptional(z.array(text)))

const ChangeItem = once(
  (): z.ZodMiniType<RunningChange> =>
    z.looseObject({
      ...lease(),
      request: z.exactOptional(
        z.looseObject({ ...actor(), action: z.enum(['update', 'cancel']), sentSha256: maybe } satisfies Record<
          keyof ChangeRequest,
          unknown
        >),
      ),
    } satisfies Record<keyof RunningChange, unknown>),
)

/** The members of a job that lists read. */
const summary = once(
  () =>
    ({
      ...subject(),
      id: text,
      tags: tagging().tags,
      jobId: text,
      state: z.enum(['created', 'cancelled', 'expired']),
      signature: maybe,
      signatureFileContents: maybe,
      shippingAddress: maybe,
      artifacts: z.array(ArtifactItem()),
      fingerprint: maybe,
      status: z.exactOptional(StatusItem()),
      stage: z.exactOptional(StageItem()),
      shipment: z.exactOptional(ShipmentItem()),
      follow: z.exactOptional(FollowItem()),
      expiryNotice: z.exactOptional(z.number()),
      formerDevices: maybeNames(),
      formerBuckets: maybeNames(),
      archivedAt: maybe,
      change: z.exactOptional(ChangeItem()),
      purgedAt: maybe,
      version: z.int(),
      createdAt: text,
      updatedAt: text,
    }) satisfies Record<keyof JobSummary, unknown>,
)

const DeviceItem = once(
  (): z.ZodMiniType<Device> =>
    z.looseObject({
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
      unknownCodes: maybeNames(),
    } satisfies Record<keyof Device, unknown>),
)

const FactsItem = once(
  (): z.ZodMiniType<NoticeFacts> =>
    z.looseObject({
      ...subject(),
      id: text,
      jobId: maybe,
      state: z.enum(['submitting', 'created', 'cancelled', 'expired', 'refused']),
      manifestSha256: maybe,
      before: z.exactOptional(
        z.looseObject({ kind: z.enum(KINDS), deviceId: text, buckets: z.array(text), manifestSha256: text }),
      ),
      device: z.exactOptional(DeviceItem()),
      error: z.exactOptional(z.looseObject({ code: text, detail: text })),
    } satisfies Record<keyof NoticeFacts, unknown>),
)

const NoticeItem = once(
  (): z.ZodMiniType<JobNotice> =>
    z.looseObject({
      id: text,
      type: z.enum(NOTICE_TYPES),
      at: text,
      facts: FactsItem(),
    } satisfies Record<keyof JobNotice, unknown>),
)

const JobItem = once(
  (): z.ZodMiniType<Job> =>
    z.looseObject({
      ...summary(),
      description: tagging().description,
      accessKeyId: text,
      manifest: text,
      manifestSha256: text,
      authorship: z.exactOptional(AuthorshipItem()),
      sentSha256: text,
      warnings: z.array(WarningItem()),
      custody: z.exactOptional(z.array(CustodyItem())),
      notices: z.exactOptional(z.array(NoticeItem())),
      unrecorded: z.exactOptional(z.array(UnrecordedItem())),
    }),
)

export const jobForm = itemForm(JobItem, [asBefore])
export const jobSummaryForm = itemForm<JobSummary>(() => z.looseObject(summary()), [asBefore])

/** The members of a job, and of a submission without one, that lists read, in every form. */
export const listedMembers = once(() => ['v', ...Object.keys({ ...summary(), ...record() }), 'refusal'])
export const manifestSummaryForm = itemForm<ManifestSummary>(() => z.looseObject(manifestSummary()))
export const manifestForm = itemForm(ManifestItem)
