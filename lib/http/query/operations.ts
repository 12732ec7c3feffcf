import type { AuditAction } from '../../audit/actions.ts'
import type { Begin } from '../../audit/record-change.ts'
import { askService } from '../../jobs/ask-service.ts'
import { attempt, attemptChange } from '../../jobs/attempt.ts'
import { cancelJob as cancelOurs } from '../../jobs/change/cancel-job.ts'
import { readStatus } from '../../jobs/follow/get-status.ts'
import { shippingLabels } from '../../jobs/follow/shipping-labels.ts'
import type { Artifact, Job, ServiceAnswer } from '../../jobs/job.ts'
import { findJob } from '../../jobs/look-up/get-job.ts'
import { isOfAnotherTeam, listKeyJobs } from '../../jobs/look-up/key-jobs.ts'
import { DEVICE_HAS_JOB } from '../../jobs/submit/device-has-job.ts'
import { unmarkGenerator } from '../../manifest/fields/generator.ts'
import { redactManifest } from '../../manifest/redact/secret-values.ts'
import type { EndpointOperation, EndpointOperations, Signer } from '../../query-api/endpoint.ts'
import { fault } from '../../query-api/faults.ts'
import type { OperationName, ResultOf } from '../../query-api/operations.ts'
import type { Asking } from '../../teams/caller.ts'
import type { TeamKey } from '../../teams/keys.ts'
import { countError } from '../kit/count-error.ts'
import { requireTurn } from '../kit/require-turn.ts'
import { queryFault } from './faults.ts'
import type { QueryDeps } from './query-deps.ts'

type QueryOperation<O extends OperationName> = EndpointOperation<QueryDeps, Signer<TeamKey>, O>

// Only CreateJob and UpdateJob load the manifest language, which is a fifth of the code.

/** CreateJob: the same submission as `POST /v1/jobs`, so the same manifest gives the same job while that is alive. */
const createJob: QueryOperation<'CreateJob'> = async (deps, request, signer) => {
  const input = { ...askingOf(signer), text: request.Manifest, jobType: request.JobType }
  const signing = signingOnlyWith(signer.key, deps)
  if (request.ValidateOnly) {
    const { validateManifest } = await import('../../jobs/submit/validate-manifest.ts')
    const { answer, validation } = await validateManifest(signing, input)
    return creation({ ...answer, jobType: request.JobType }, shownWarnings(validation))
  }
  const { submitJob } = await import('../../jobs/submit/submit-job.ts')
  // Tools cannot send a new idempotency key, so a job that has another manifest now must not block this one.
  const { job, replayed } = await submitJob(signing, { ...input, whenReplaced: 'submit' })
  if (replayed) signer.announce('Idempotency-Replayed', 'true')
  return creation(job, shownWarnings(job))
}

const updateJob: QueryOperation<'UpdateJob'> = async (deps, request, signer) => {
  const { JobId: jobId, JobType: jobType, Manifest: text, ValidateOnly: validateOnly = false } = request
  // Tools cannot set this option, and name the job type with each update.
  const input = { ...askingOf(signer), jobId, jobType, text, allowKindChange: true }
  const ours = async () => {
    const { updateJob: changeOurs, validateUpdate } = await import('../../jobs/change/update-job.ts')
    if (validateOnly) {
      const { warnings } = await validateUpdate(deps, input)
      return { warnings: shownWarnings({ warnings }), artifacts: [] }
    }
    const { job } = await changeOurs(deps, input)
    return { warnings: shownWarnings(job), artifacts: job.artifacts }
  }
  const elsewhere = () => {
    const update = { jobId, jobType, manifest: text, validateOnly }
    return askService(deps, signer.key, (service, call) => service.updateJob(update, call))
  }
  return {
    Success: true,
    ...sideEffects(
      await oursOr(deps, signer, { action: validateOnly ? 'validate' : 'update', jobIds: [jobId] }, ours, elsewhere),
    ),
  }
}

const cancelJob: QueryOperation<'CancelJob'> = async (deps, { JobId: jobId }, signer) => {
  const ours = async () => void (await cancelOurs(deps, { ...askingOf(signer), jobId }))
  const about = { action: 'cancel', jobIds: [jobId] } as const
  await oursOr(deps, signer, about, ours, () =>
    askService(deps, signer.key, (service, call) => service.cancelJob(jobId, call)),
  )
  return { Success: true }
}

/** GetStatus: the service's answer, without Waybill's mark in the manifest. */
const getStatus: QueryOperation<'GetStatus'> = async (deps, { JobId: jobId }, signer) => {
  const asking = askingOf(signer)
  const ours = async () => {
    const { asked, answer } = await readStatus(deps, { ...asking, jobId })
    if (!answer?.currentManifest) return answer
    return { ...answer, currentManifest: unmarkGenerator(answer.currentManifest, asked.job.id) }
  }
  const elsewhere = () => askService(deps, signer.key, (service, call) => service.getStatus(jobId, call))
  const status = await oursOr(deps, signer, { action: 'read-status', jobIds: [jobId] }, ours, elsewhere)
  if (!status) return fault('ExpiredJobIdException', `Job ${jobId} has expired`)
  return {
    ...answerElements(status),
    ProgressMessage: status.progressMessage,
    CurrentManifest: manifestFor(deps, status.currentManifest),
    LocationMessage: status.locationMessage,
    ProgressCode: status.progressCode,
    ErrorCount: status.errorCount,
    LocationCode: status.locationCode,
    CreationDate: status.createdAt === undefined ? undefined : new Date(status.createdAt),
    Carrier: status.carrier,
    TrackingNumber: status.trackingNumber,
    LogBucket: status.logBucket,
    LogKey: status.logKey,
  }
}

/** The manifest for a tool. By default its secrets are redacted, since not every holder of a key may know a device's password. */
const manifestFor = ({ currentManifest = 'redacted' }: QueryDeps, text: string | undefined) =>
  currentManifest === 'whole' ? text : text && redactManifest(text)

/** ListJobs: the service's own list of the key's jobs, which does not lag. */
const listJobs: QueryOperation<'ListJobs'> = async (deps, { MaxJobs, Marker }, signer) => {
  const page = {
    ...(MaxJobs !== undefined && { maxJobs: MaxJobs }),
    ...(Marker !== undefined && { marker: Marker }),
  }
  const list = () => listKeyJobs(deps, page, signer.key)
  const report = () => ({ detail: ['ListJobs', MaxJobs, Marker].filter(part => part !== undefined).join(' ') })
  const { jobs, truncated } = await attempt(deps, askingOf(signer), 'list-jobs', list, report)
  return {
    Jobs: jobs.map(({ jobId, jobType, createdAt, cancelled }) => ({
      JobType: jobType,
      CreationDate: new Date(createdAt),
      IsCanceled: cancelled,
      JobId: jobId,
    })),
    IsTruncated: truncated,
  }
}

const getShippingLabel: QueryOperation<'GetShippingLabel'> = async (deps, request, signer) => {
  const { jobIds, APIVersion: _, ...sender } = request
  const label = await oursOr(
    deps,
    signer,
    { action: 'label', jobIds },
    () => shippingLabels(deps, { ...askingOf(signer), jobIds, sender }),
    () => askService(deps, signer.key, (service, call) => service.getShippingLabel({ jobIds, sender }, call)),
  )
  return { ShippingLabelURL: label.url, Warning: label.warning }
}

/**
 * A key may have jobs that were made without Waybill: for those, the service itself is asked, signed with the key. But not for
 * a job of another team: if both teams' keys belong to one AWS account, the service would act on it.
 */
const oursOr = async <T, U>(
  deps: QueryDeps,
  signer: Signer<TeamKey>,
  { action, jobIds }: { readonly action: AuditAction; readonly jobIds: readonly string[] },
  ours: () => Promise<T>,
  elsewhere: () => Promise<U>,
): Promise<T | U> => {
  const asking = askingOf(signer)
  const { team } = signer.key
  const found = await Promise.all(jobIds.map(jobId => findJob(deps, { ...asking, jobId })))
  if (!found.includes(undefined)) return ours()
  const ofOthers = await Promise.all(jobIds.map(jobId => isOfAnotherTeam(deps, jobId, team)))
  if (ofOthers.includes(true)) return ours()
  const [jobId = ''] = jobIds
  const about = { jobId, detail: 'made past Waybill' }
  if (!CHANGES.has(action)) return attempt(deps, asking, action, elsewhere, () => about)
  const change = async (begin: Begin) => {
    await begin()
    return elsewhere()
  }
  return attemptChange(deps, asking, action, change, about)
}

const CHANGES: ReadonlySet<AuditAction> = new Set<AuditAction>(['update', 'cancel', 'label'])

/** Operations that change nothing. */
const READS: ReadonlySet<OperationName> = new Set(['GetStatus', 'ListJobs'])

/** Runs an operation within its team's limits, and turns our errors into faults. Any other error is a bug and is thrown. */
const answering =
  <O extends OperationName>(name: O, operation: QueryOperation<O>): QueryOperation<O> =>
  async (deps, request, signer) => {
    try {
      await requireTurn(deps.throttle, { team: signer.key.team, isChange: !READS.has(name) })
      return await operation(deps, request, signer)
    } catch (error) {
      countError(deps.metrics, error)
      const known = queryFault(error)
      if (known) return known
      throw error
    }
  }

export const QUERY_OPERATIONS: EndpointOperations<QueryDeps, Signer<TeamKey>> = {
  CreateJob: answering('CreateJob', createJob),
  UpdateJob: answering('UpdateJob', updateJob),
  CancelJob: answering('CancelJob', cancelJob),
  GetStatus: answering('GetStatus', getStatus),
  ListJobs: answering('ListJobs', listJobs),
  GetShippingLabel: answering('GetShippingLabel', getShippingLabel),
}

const askingOf = ({ accessKeyId, key: { team }, requestId, address, userAgent }: Signer<TeamKey>): Asking => ({
  caller: { team, principal: accessKeyId, role: 'member' },
  requestId,
  accessKeyId,
  address,
  userAgent: userAgent?.slice(0, LONGEST_USER_AGENT),
})

const LONGEST_USER_AGENT = 256

/** Limits a request to the key that signed it: its job is made with that key, as the service itself would do. */
const signingOnlyWith = ({ team: _, ...key }: TeamKey, deps: QueryDeps): QueryDeps => ({
  ...deps,
  keys: { ...deps.keys, ofTeam: async () => [key] },
})

const creation = (
  job: Pick<Job, 'jobType'> & Omit<ServiceAnswer, 'warnings'>,
  warnings: readonly string[],
): ResultOf<'CreateJob'> => ({ ...answerElements(job), ...sideEffects({ ...job, warnings }) })

const answerElements = (job: Pick<Job, 'jobType'> & Omit<ServiceAnswer, 'warnings'>) => ({
  JobType: job.jobType,
  JobId: job.jobId,
  SignatureFileContents: job.signatureFileContents,
  AwsShippingAddress: job.shippingAddress,
  Signature: job.signature,
  ArtifactList: artifactList(job.artifacts),
})

const sideEffects = ({ warnings, artifacts }: { warnings: readonly string[]; artifacts: readonly Artifact[] }) => ({
  WarningMessage: warnings.length > 0 ? warnings.join('\n') : undefined,
  ArtifactList: artifactList(artifacts),
})

const artifactList = (artifacts: readonly Artifact[]) =>
  artifacts.length > 0 ? artifacts.map(({ description, url }) => ({ Description: description, URL: url })) : undefined

/** Of Waybill's own warnings, tools get only the one about another job of the device. The others are about the manifest's text. */
const shownWarnings = ({ warnings }: Pick<Job, 'warnings'>) =>
  ['SERVICE_WARNING', DEVICE_HAS_JOB].flatMap(shown =>
    warnings.flatMap(({ code, detail }) => (code === shown ? [detail] : [])),
  )
