import type { Artifact, ServiceAnswer } from '../../jobs/job.ts'
import type { Service, ServiceCall, ServiceLabel, ServiceStatus, ServiceUpdate } from '../../jobs/service.ts'
import { ServiceFailure, type ServiceFault } from '../../jobs/service-failure.ts'
import { type SecretMask, secretMask } from '../../manifest/redact/secret-values.ts'

/** The most characters of a text that are used. The service's sentences are much shorter. */
const LONGEST_READ = 16 * 1024
const LONGEST_SENTENCE = 1000
const LONGEST_DATA = 4 * 1024
const MOST_WARNINGS = 20
const MOST_ARTIFACTS = 20

/**
 * A service that repeats no secret. The service may quote the manifest in its texts, and these are answered, stored, logged and
 * sent to people who may not see the manifest. All of them come through here: in errors, warnings, status, artifacts, addresses
 * and labels, the manifest's secrets are masked, and long texts are cut. Job IDs, SIGNATUREs and the current manifest stay
 * unchanged.
 *
 * If a call does not have the manifest, the job's own is fetched. If that fails, secrets cannot be recognised, so only the code of
 * the service's answer is repeated, not its texts.
 */
export const createDiscreetService = (service: Service): Service => {
  const masksOf = async (jobIds: readonly string[], call: ServiceCall): Promise<readonly string[] | undefined> => {
    try {
      const statuses = await Promise.all(jobIds.map(jobId => service.getStatus(jobId, call)))
      const manifests = statuses.flatMap(({ currentManifest }) => currentManifest ?? [])
      return manifests.length === jobIds.length ? manifests : undefined
    } catch {
      return undefined
    }
  }
  const ofJobs = async (jobIds: readonly string[], call: ServiceCall, ...others: readonly string[]) => {
    const manifests = await masksOf(jobIds, call)
    return manifests && secretMask(...manifests, ...others)
  }
  return {
    createJob: async (request, call) => {
      const mask = async () => secretMask(request.manifest)
      return shownAnswer(await repeating(service.createJob(request, call), mask), await mask())
    },
    updateJob: async (request, call) => {
      const { jobId, manifest } = request
      // One that is refused may be about the manifest that the job has.
      const result = await repeating(
        service.updateJob(request, call),
        () => ofJobs([jobId], call, manifest),
        faultsOf(jobId),
      )
      return shownUpdate(result, secretMask(manifest))
    },
    cancelJob: (jobId, call) => repeating(service.cancelJob(jobId, call), () => ofJobs([jobId], call), faultsOf(jobId)),
    getStatus: async (jobId, call) => {
      const status = await repeating(service.getStatus(jobId, call), UNKNOWN, faultsOf(jobId))
      return shownStatus(status, secretMask(status.currentManifest))
    },
    getShippingLabel: async (request, call) => {
      const mask = () => ofJobs(request.jobIds, call)
      const jobIds = request.jobIds.join(', ')
      return shownLabel(await repeating(service.getShippingLabel(request, call), mask, faultsOf(jobIds)), await mask())
    },
    listJobs: (page, call) => repeating(service.listJobs(page, call), UNKNOWN, faultsOfMarker(page.marker)),
    clockAheadMs: call => service.clockAheadMs(call),
    acceptableUntil: call => service.acceptableUntil(call),
  }
}

type MaskOrUnknown = () => Promise<SecretMask | undefined>

const UNKNOWN: MaskOrUnknown = async () => undefined

/** The answer, or the part of the service's fault that may be repeated. */
const repeating = async <T>(answer: Promise<T>, maskOf: MaskOrUnknown, known: Wordings = {}): Promise<T> => {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof ServiceFailure) || !error.fault) throw error
    const { kind, message, fault, cause } = error
    const ours = known[fault.code]
    const mask = ours === undefined ? await maskOf() : NO_MASK
    throw new ServiceFailure(kind, shown(message, (mask ?? NO_MASK).words), {
      fault: shownFault(fault, mask, ours),
      cause,
    })
  }
}

/** Codes whose meaning needs no words of the service, in the words that are known. */
type Wordings = Readonly<Record<string, string>>

const faultsOf = (jobId: string): Wordings => ({
  InvalidJobIdException: `No such job ${jobId} for your account`,
  CanceledJobIdException: `Job ${jobId} has been canceled`,
  ExpiredJobIdException: `Job ${jobId} has expired`,
})

/** The operation declares no fault about job IDs. */
const faultsOfMarker = (marker: string | undefined): Wordings =>
  marker === undefined ? {} : { InvalidParameterException: `No such job ${marker} for your account` }

const NO_MASK = secretMask()

const WITHHELD = 'Waybill does not repeat the words of the service here, since it cannot compare them with the manifest'

const shownFault = ({ code, message, requestId }: ServiceFault, mask = NO_MASK, ours?: string): ServiceFault => ({
  code: shown(code, mask.words),
  message: ours ?? (mask === NO_MASK ? WITHHELD : shown(message, mask.words)),
  ...(requestId !== undefined && { requestId: shown(requestId, mask.words) }),
})

const shown = (text: string, hide: (text: string) => string, longest = LONGEST_SENTENCE): string => {
  const visible = hide(text.slice(0, LONGEST_READ))
  return visible.length > longest ? `${visible.slice(0, longest - 1)}…` : visible
}

const shownUpdate = ({ warnings, artifacts }: ServiceUpdate, mask: SecretMask): ServiceUpdate => ({
  warnings: warnings.slice(0, MOST_WARNINGS).map(warning => shown(warning, mask.words)),
  artifacts: artifacts.slice(0, MOST_ARTIFACTS).map(artifact => shownArtifact(artifact, mask)),
})

const shownArtifact = ({ description, url }: Artifact, mask: SecretMask): Artifact => ({
  description: shown(description, mask.words),
  url: shown(url, mask.data, LONGEST_DATA),
})

const shownAnswer = <A extends ServiceAnswer>(answer: A, mask: SecretMask): A => ({
  ...answer,
  ...shownUpdate(answer, mask),
  ...(answer.shippingAddress !== undefined && {
    shippingAddress: shown(answer.shippingAddress, mask.data, LONGEST_DATA),
  }),
})

const SENTENCES = ['locationCode', 'locationMessage', 'progressCode', 'progressMessage'] as const
const DATA = ['carrier', 'trackingNumber', 'logBucket', 'logKey'] as const

const shownStatus = (status: ServiceStatus, mask: SecretMask): ServiceStatus => ({
  ...shownAnswer(status, mask),
  ...shownMembers(status, SENTENCES, text => shown(text, mask.words)),
  ...shownMembers(status, DATA, text => shown(text, mask.data, LONGEST_DATA)),
})

const shownMembers = (
  status: ServiceStatus,
  names: readonly (typeof SENTENCES | typeof DATA)[number][],
  show: (text: string) => string,
) =>
  Object.fromEntries(
    names.flatMap(name => {
      const text = status[name]
      return text === undefined ? [] : [[name, show(text)]]
    }),
  )

const shownLabel = ({ url, warning }: ServiceLabel, mask: SecretMask | undefined): ServiceLabel => ({
  url: shown(url, (mask ?? NO_MASK).data, LONGEST_DATA),
  ...(warning !== undefined && { warning: mask ? shown(warning, mask.words) : WITHHELD }),
})
