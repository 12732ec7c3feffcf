import type { ServiceAnswer } from '../../jobs/job.ts'
import type { ServiceJobSummary, ServiceStatus, ServiceUpdate } from '../../jobs/service.ts'
import { JOB_TYPES, type JobType } from '../../manifest/manifest.ts'
import type { ResultOf } from '../../query-api/operations.ts'

/** Job IDs that are safe in file names and keys. Real ones have five characters. */
const JOB_ID = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/
const LONGEST_JOB_ID = 64

/** The service ends the ID of a validation so; no job is behind it. */
export const isValidation = (jobId: string) => jobId.endsWith('-VALIDATE-ONLY')

const readJobId = (jobId: string | undefined): string | undefined => {
  const id = jobId?.trim()
  return id && id.length <= LONGEST_JOB_ID && JOB_ID.test(id) ? id : undefined
}

const readJobType = (jobType: string | undefined): JobType | undefined => JOB_TYPES.find(known => known === jobType)

type AnswerElements = Pick<
  ResultOf<'CreateJob'> & ResultOf<'GetStatus'>,
  'JobId' | 'Signature' | 'SignatureFileContents' | 'AwsShippingAddress' | 'ArtifactList'
> & { readonly WarningMessage?: string | undefined }

/** The common part of the answers of CreateJob and GetStatus; `undefined`: they name no job. */
export const serviceAnswer = (result: AnswerElements): ServiceAnswer | undefined => {
  const jobId = readJobId(result.JobId)
  if (jobId === undefined) return undefined
  return {
    jobId,
    ...present({
      signature: result.Signature?.trim(),
      signatureFileContents: unpadded(result.SignatureFileContents),
      shippingAddress: unpadded(result.AwsShippingAddress)?.trimEnd(),
    }),
    ...serviceUpdate(result),
  }
}

/** The warnings and artifacts in the answers of CreateJob, GetStatus and UpdateJob. */
export const serviceUpdate = ({
  WarningMessage,
  ArtifactList = [],
}: Pick<AnswerElements, 'WarningMessage' | 'ArtifactList'>): ServiceUpdate => ({
  warnings: WarningMessage ? [WarningMessage] : [],
  artifacts: ArtifactList.map(({ Description = '', URL = '' }) => ({ description: Description, url: URL })),
})

/** `undefined`: the result names no job. */
export const serviceStatus = (result: ResultOf<'GetStatus'>): ServiceStatus | undefined => {
  const answer = serviceAnswer(result)
  const jobType = readJobType(result.JobType)
  if (!answer || !jobType) return undefined
  return {
    ...answer,
    jobType,
    ...present({
      locationCode: result.LocationCode,
      locationMessage: result.LocationMessage,
      progressCode: result.ProgressCode,
      progressMessage: result.ProgressMessage,
      carrier: result.Carrier,
      trackingNumber: result.TrackingNumber,
      logBucket: result.LogBucket,
      logKey: result.LogKey,
      errorCount: result.ErrorCount,
      currentManifest: result.CurrentManifest,
      createdAt: result.CreationDate?.toISOString(),
    }),
  }
}

/** `undefined`: the member is incomplete. */
export const jobSummary = (
  member: NonNullable<ResultOf<'ListJobs'>['Jobs']>[number],
): ServiceJobSummary | undefined => {
  const { CreationDate, IsCanceled } = member
  const jobId = readJobId(member.JobId)
  const jobType = readJobType(member.JobType)
  if (!jobId || !jobType || !CreationDate) return undefined
  return { jobId, jobType, createdAt: CreationDate.toISOString(), cancelled: IsCanceled ?? false }
}

/** Text that starts with an empty line was pretty-printed on its way: that line and the last indent do not belong to it. */
const unpadded = (text: string | undefined) =>
  text?.startsWith('\n') ? text.slice(1).replace(/\n[ \t]*$/, '\n') : text

/** Leaves out what is `undefined` or empty: an empty element means the same as a missing one. */
const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as {
    // The filter above is what makes this type true.
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }
