import { askService } from '../actions/ask-service.ts'
import type { SubmissionDeps } from '../actions/submission-deps.ts'
import { submitJob } from '../actions/submit-job.ts'
import { rehearseSubmission } from '../actions/validate-manifest.ts'
import { maySee } from '../jobs/caller.ts'
import type { Artifact, Job, ServiceAnswer } from '../jobs/job.ts'
import { markGenerator, unmarkGenerator } from '../manifest/generator.ts'
import type { Credentials } from '../ports.ts'
import type { EndpointOperation, EndpointOperations, Signer } from '../query-api/endpoint.ts'
import type { OperationName, ResultOf } from '../query-api/operations.ts'
import { queryFault } from './query-faults.ts'

/** A key, and the team that owns it. */
export type TeamKey = Credentials & { readonly team: string }

type OperationOf<O extends OperationName> = EndpointOperation<SubmissionDeps, Signer<TeamKey>, O>

/** CreateJob: the very submission of `POST /v1/jobs`, so the same manifest sent again is answered with the same job. */
const createJob: OperationOf<'CreateJob'> = async (deps, request, signer) => {
  const input = { caller: callerOf(signer), text: request.Manifest, jobType: request.JobType }
  const signing = signingOnlyWith(signer.key, deps)
  if (request.ValidateOnly) {
    const { answer } = await rehearseSubmission(signing, input)
    return creation({ ...answer, jobType: request.JobType }, answer.warnings)
  }
  const { job } = await submitJob(signing, input)
  return creation(job, saidByService(job))
}

const updateJob: OperationOf<'UpdateJob'> = async (deps, request, signer) => {
  const job = await keptJob(deps, request.JobId, signer)
  const update = {
    jobId: request.JobId,
    jobType: request.JobType,
    manifest: job ? markGenerator(request.Manifest, job.id) : request.Manifest,
    validateOnly: request.ValidateOnly ?? false,
  }
  const { warnings, artifacts } = await askService(deps, signer.key, (service, call) => service.updateJob(update, call))
  return { Success: true, ...sideEffects({ warnings, artifacts }) }
}

const cancelJob: OperationOf<'CancelJob'> = async (deps, { JobId }, { key }) => {
  await askService(deps, key, (service, call) => service.cancelJob(JobId, call))
  return { Success: true }
}

/** GetStatus: what the service says, but for the mark that Waybill put into the manifest. */
const getStatus: OperationOf<'GetStatus'> = async (deps, { JobId }, signer) => {
  const status = await askService(deps, signer.key, (service, call) => service.getStatus(JobId, call))
  const job = await keptJob(deps, status.jobId, signer)
  const { currentManifest: sent } = status
  return {
    ...answerElements(status),
    ProgressMessage: status.progressMessage,
    CurrentManifest: sent && job ? unmarkGenerator(sent, job.id) : sent,
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

/** ListJobs: the service's own list of the key's jobs, which never lags. */
const listJobs: OperationOf<'ListJobs'> = async (deps, { MaxJobs, Marker }, { key }) => {
  const page = {
    ...(MaxJobs !== undefined && { maxJobs: MaxJobs }),
    ...(Marker !== undefined && { marker: Marker }),
  }
  const { jobs, truncated } = await askService(deps, key, (service, call) => service.listJobs(page, call))
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

const getShippingLabel: OperationOf<'GetShippingLabel'> = async (deps, request, { key }) => {
  const { jobIds, APIVersion: _, ...sender } = request
  const label = await askService(deps, key, (service, call) => service.getShippingLabel({ jobIds, sender }, call))
  return { ShippingLabelURL: label.url, Warning: label.warning }
}

/** Refusals of ours as faults; any other error is a bug and goes on. */
const answering =
  <O extends OperationName>(operation: OperationOf<O>): OperationOf<O> =>
  (...args) =>
    operation(...args).catch((error: unknown) => {
      const refusal = queryFault(error)
      if (refusal) return refusal
      throw error
    })

export const QUERY_OPERATIONS: EndpointOperations<SubmissionDeps, Signer<TeamKey>> = {
  CreateJob: answering(createJob),
  UpdateJob: answering(updateJob),
  CancelJob: answering(cancelJob),
  GetStatus: answering(getStatus),
  ListJobs: answering(listJobs),
  GetShippingLabel: answering(getShippingLabel),
}

const callerOf = ({ accessKeyId, key: { team } }: Signer<TeamKey>) => ({
  team,
  principal: accessKeyId,
  role: 'member' as const,
})

/** Who signs with one key of a team gets a job of that very key, as from the service itself. */
const signingOnlyWith = ({ team: _, ...key }: TeamKey, deps: SubmissionDeps): SubmissionDeps => ({
  ...deps,
  keys: { ...deps.keys, ofTeam: async () => [key] },
})

/** The job as Waybill keeps it, if it does: a key may have jobs that were made elsewhere. */
const keptJob = async (deps: SubmissionDeps, jobId: string, signer: Signer<TeamKey>): Promise<Job | undefined> => {
  const job = LONGEST_JOB_ID.test(jobId) ? await deps.jobs.job(jobId.toUpperCase()) : undefined
  return job && maySee(callerOf(signer), job.team) ? job : undefined
}

const LONGEST_JOB_ID = /^[A-Za-z0-9-]{1,64}$/

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

/** Waybill's own warnings stay off the wire: tools know the service's alone. */
const saidByService = ({ warnings }: Job) =>
  warnings.flatMap(({ code, detail }) => (code === 'SERVICE_WARNING' ? [detail] : []))
