import * as z from 'zod/mini'
import { DEPOT_STAGES } from '../../depot/job-position.ts'
import { STAFF_VERBS } from '../../depot/staff-actions.ts'
import { STATES, type State } from '../../jobs/transitions.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { CheckJson } from '../checks/check-body.ts'
import { batchJson, submissionJson, submitJson } from '../kit/bodies.ts'
import { LabelJson } from '../kit/label-body.ts'
import { PROBLEMS, type ProblemCode } from '../kit/problem.ts'
import { CustodyJson, ShipmentJson } from '../kit/ship-bodies.ts'
import { SubscriptionJson } from '../subscriptions/subscription-body.ts'
import { Check, Run, validationCheck } from './check-schemas.ts'
import { DEPOT_SCHEMAS } from './depot-schemas.ts'
import { CustodyStep, Device, Shipment } from './device-schemas.ts'
import { AUDIT_SCHEMAS } from './event-schema.ts'
import { UsageReport } from './report-schemas.ts'
import { about, fixes, fromTeam, secretsLeftOut, text, time, Warning } from './schema-parts.ts'
import { SUBSCRIPTION_SCHEMAS } from './subscription-schemas.ts'
import { TEAM_SCHEMAS } from './team-schemas.ts'

/*
 * Answers as callers see them. Nothing of ours parses them; a test holds every answer of the functions against them.
 */

const JobTypeName = z.enum(JOB_TYPES)
const KindName = z.enum(KINDS)
// The keys of a record are its type.
const stateNames = Object.keys(STATES) as [State, ...State[]]
const ACTION_NAMES = ['resubmit', 'update', 'cancel', 'label', 'ship', 'custody', 'status'] as const
const actions = z.array(z.enum(ACTION_NAMES))
const nextPageToken = z.optional(z.string().check(about('Names the next page; absent or empty on the last one')))

const statusFields = {
  checkedAt: time.check(about('When the service was asked')),
  locationCode: text,
  locationMessage: text,
  progressCode: text,
  progressMessage: text,
  carrier: text,
  trackingNumber: text,
  logBucket: text,
  logKey: text,
  errorCount: z.optional(z.int()),
}

const subjectFields = {
  id: z.string().check(about("The submission's own ID")),
  team: z.string(),
  kind: KindName,
  jobType: JobTypeName,
  state: z.enum(stateNames),
  deviceId: z.string(),
  buckets: z.array(z.string()),
  tags: z.optional(z.record(z.string(), z.string()).check(about('As its sender gave them; absent without any'))),
  allowedActions: actions,
  createdAt: time,
  updatedAt: time,
}

const jobLinks = z.object({
  packingSlip: z.optional(z.string().check(about('The paper for the parcel, a PDF that Waybill makes'))),
  self: z.string(),
  manifest: z.string(),
  manifests: z.string(),
  events: z.string(),
  status: z.string(),
  signature: text,
})

const Job = z.object({
  ...subjectFields,
  jobId: z.string(),
  fromTeam,
  signature: z.optional(z.string().check(about('Only in the answer that made the job'))),
  signatureFileContents: z.optional(
    z.string().check(about('The SIGNATURE file. Only in the answer that made the job')),
  ),
  shippingAddress: text,
  description: z.optional(z.string().check(about('Free text of its sender; not in lists'))),
  warnings: z.array(Warning),
  artifacts: z.array(z.object({ name: z.string(), description: z.string(), url: z.string(), link: z.string() })),
  device: Device,
  shipment: z.optional(Shipment),
  custody: z.optional(z.array(CustodyStep)),
  status: z.optional(z.object(statusFields)),
  archivedAt: z.optional(time.check(about('When the SIGNATURE was archived'))),
  purgedAt: z.optional(time.check(about('When its manifest and addresses were removed, since it is over and old'))),
  links: jobLinks,
})

const Submission = z
  .object({
    ...subjectFields,
    jobId: z.optional(z.string().check(about('The job that came of it'))),
    description: text,
    error: z.optional(z.object({ code: z.string(), detail: z.string() }).check(about('Why it was refused'))),
    archivedAt: z.optional(time.check(about('When the SIGNATURE of its job was archived'))),
    links: z.object({ self: z.string(), events: z.string(), job: text }),
  })
  .check(about('A submission; in a list, one that has come to no job (yet)'))

const ManifestSummary = z.object({
  number: z.int().check(about('1 is what the job was made of')),
  at: time.check(about('Since when it is in force')),
  by: z.optional(z.string().check(about('Who gave it to the job; absent: it was changed without Waybill'))),
  sha256: z.string().check(about('Of the manifest as it was received')),
  kind: KindName,
  jobType: JobTypeName,
  deviceId: z.string(),
  buckets: z.array(z.string()),
  link: z.string(),
})

const Validation = z.object({
  valid: z.literal(true),
  kind: KindName,
  jobType: JobTypeName,
  warnings: z.array(z.extend(Warning, { fixes })),
  checks: z.array(validationCheck),
  fromTeam,
})

const ProblemPart = z.object({
  code: z.string(),
  detail: z.string(),
  pointer: z.optional(z.string().check(about('JSON Pointer into the body, or into the manifest'))),
  line: z.optional(z.int()),
  column: z.optional(z.int()),
  severity: z.optional(z.enum(['error', 'warning'])),
  hint: text,
  fixes,
})

// The keys of a record are its type.
const problemCodes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(problemCodes),
    requestId: z.string(),
    retryable: z.boolean().check(about('Whether the same request, unchanged, may succeed later')),
    errors: z.optional(z.array(ProblemPart)),
    checks: z.optional(z.array(validationCheck)),
    currentState: z.optional(z.enum([...new Set([...stateNames, ...DEPOT_STAGES])])),
    allowedActions: z.optional(z.array(z.enum([...ACTION_NAMES, ...STAFF_VERBS]))),
    service: z.optional(z.object({ code: z.string(), message: z.string(), requestId: text })),
  })
  .check(about('RFC 9457 problem details'))

const BatchResult = z.object({
  status: z.int().check(about('What the manifest by itself would have been answered with')),
  replayed: z.optional(z.boolean()),
  job: z.optional(Job),
  validation: z.optional(Validation),
  problem: z.optional(Problem),
  retryAfterSeconds: z.optional(z.int()),
})

const Verification = z.object({
  genuine: z.boolean().check(about('The signature is the one that the service gave this job')),
  exact: z.boolean().check(about('So is every byte of the file; the service takes no other')),
  differences: z.array(
    z.object({
      code: z.enum(['UTF_16', 'BYTE_ORDER_MARK', 'LINE_ENDS', 'BLANKS', 'LAST_LINE_END', 'OTHER_TEXT']),
      detail: z.string(),
    }),
  ),
  advice: z.optional(z.string().check(about('How to write the file right; absent where it is exact'))),
  jobId: z.string(),
  state: z.enum(stateNames),
  deviceId: z.string(),
  kind: KindName,
  links: jobLinks,
})

/** Every body by its name in the document. */
export const SCHEMAS = {
  BatchBody: batchJson(),
  BatchResults: z.object({ items: z.array(BatchResult) }),
  Check,
  CheckList: z.object({ checks: z.array(Check), nextPageToken }),
  ...AUDIT_SCHEMAS,
  Health: z.object({ status: z.literal('ok') }),
  Job,
  JobList: z.object({
    jobs: z.array(
      z.union([
        z.omit(Job, { warnings: true, description: true, signature: true, signatureFileContents: true }),
        Submission,
      ]),
    ),
    nextPageToken,
  }),
  JobStatus: z.object({
    jobId: z.string(),
    jobType: JobTypeName,
    state: z.enum(stateNames),
    ...statusFields,
    device: Device,
    allowedActions: actions,
  }),
  ManifestBody: submitJson(),
  ManifestList: z.object({ manifests: z.array(ManifestSummary), nextPageToken }),
  Problem,
  PutCheckBody: CheckJson,
  PutSubscriptionBody: SubscriptionJson,
  Run,
  RunList: z.object({ runs: z.array(Run), nextPageToken }),
  ShippingLabel: z.object({
    jobIds: z.array(z.string()),
    url: z.string(),
    warnings: z.array(z.string()),
    fromTeam: z.optional(z.array(z.string()).check(about("`sender`, where the team's address book has it"))),
  }),
  CustodyBody: CustodyJson,
  ShipmentBody: ShipmentJson,
  ShippingLabelBody: LabelJson,
  Submission,
  SubmissionBody: submissionJson(),
  ...SUBSCRIPTION_SCHEMAS,
  UsageReport,
  Validation,
  Verification,
  Clone: z.object({ manifest: z.string(), secretsLeftOut, validation: z.optional(Validation) }),
  ClonedJob: z.extend(Job, { secretsLeftOut }),
  ...TEAM_SCHEMAS,
  ...DEPOT_SCHEMAS,
} as const satisfies Record<string, z.core.$ZodType>

export type SchemaName = keyof typeof SCHEMAS
