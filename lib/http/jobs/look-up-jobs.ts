import type { History } from '../../audit/ports.ts'
import { attempt } from '../../jobs/attempt.ts'
import type { StoredJob } from '../../jobs/job.ts'
import type { JobLists, JobStore } from '../../jobs/job-store.ts'
import { getEvents } from '../../jobs/look-up/get-events.ts'
import { getJob } from '../../jobs/look-up/get-job.ts'
import { getManifest, getManifestInForce, listManifests } from '../../jobs/look-up/get-manifests.ts'
import { getSignature } from '../../jobs/look-up/get-signature.ts'
import { getSubmission } from '../../jobs/look-up/get-submission.ts'
import { jobPages, listJobs } from '../../jobs/look-up/list-jobs.ts'
import type { TokenPage } from '../../jobs/look-up/page-tokens.ts'
import { type Verification, verifySignature } from '../../jobs/look-up/verify-signature.ts'
import { type Pause, type WaitOutcome, waitForJob } from '../../jobs/look-up/wait-for-job.ts'
import type { Archive } from '../../jobs/ports.ts'
import { SIGNATURE_FILE_NAME } from '../../jobs/signature-file.ts'
import type { Clock, Log, NewId } from '../../system.ts'
import { digestAnswer, publicKeyAnswer } from '../audit/digest-answers.ts'
import { eventList } from '../audit/event-list.ts'
import type { CommandLineFile } from '../command-line/hand-out.ts'
import { askingOf, queryDetail } from '../kit/asking.ts'
import { signatureBody } from '../kit/bodies.ts'
import { noneMatches } from '../kit/conditional.ts'
import { digestsOf } from '../kit/digests.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import { type CallerRequest, createHandler } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'
import { listQuery, pagingOf } from './job-list.ts'
import { exportAnswer, listAnswer } from './job-list-answer.ts'
import { etagOf, jobOf, jobResource } from './job-resource.ts'
import { submissionEtag, submissionResource } from './submission-resource.ts'
import { waitQuery } from './wait-query.ts'

export interface LookUpDeps {
  readonly jobs: JobStore
  readonly lists: JobLists
  readonly history: History
  readonly newId: NewId
  readonly archive: Archive
  readonly log: Log
  readonly clock: Clock
  /** Waits for a request that waits for a job. Default: no waiting, the answer comes at once */
  readonly pause?: Pause
  /** Default: it cannot be downloaded */
  readonly commandLine?: CommandLineFile
}

/** The function that only reads. */
export const lookUpJobs = (deps: LookUpDeps) =>
  createHandler<'look-up-jobs'>(
    {
      'GET /v1/health': async () => ({ status: 200, body: { status: 'ok' } }),
      'GET /v1/openapi.json': async request => {
        // Loaded late, so that other requests do not wait for it.
        const { openApi } = await import('../openapi/openapi.ts')
        return { status: 200, headers: { 'Cache-Control': 'public, max-age=300' }, body: openApi(request.basePath) }
      },
      'GET /cli/waybill.mjs': async request => {
        const { handOut } = await import('../command-line/hand-out.ts')
        return handOut(request, deps.commandLine)
      },
      'GET /cli/waybill.mjs.sha256': async () => {
        const { checksum } = await import('../command-line/hand-out.ts')
        return checksum(deps.commandLine)
      },
      'GET /v1/jobs': async request => {
        const { isAll, ...list } = listQuery(request)
        const input = { ...askingOf(request), ...list }
        const listed = async () => (isAll ? jobPages(deps, input) : listJobs(deps, input))
        const pages = await attempt(deps, input, 'list-jobs', listed, () => queryDetail(request))
        return Symbol.asyncIterator in pages ? exportAnswer(request, pages, deps.clock) : listAnswer(request, pages)
      },
      'GET /v1/events': request => eventList(deps, request),
      'GET /v1/audit/digests/{day}': request => digestAnswer(deps, request),
      'GET /v1/audit/public-key': () => publicKeyAnswer(deps),
      'GET /v1/reports/usage': async request => {
        // Loaded late: seldom used, and no other request needs it.
        const { reportUsage } = await import('../../jobs/report/report-usage.ts')
        const { usageAnswer, usageQuery } = await import('./usage-report.ts')
        const asked = usageQuery(request, deps.clock)
        const report = () => reportUsage(deps, asked)
        const rows = await attempt(deps, asked, 'report-usage', report, () => queryDetail(request))
        return usageAnswer(request, asked, rows, deps.clock)
      },
      'GET /v1/submissions/{id}': async request => {
        const submission = await getSubmission(deps, { ...askingOf(request), id: request.params.id ?? '' })
        const headers = { ETag: submissionEtag(submission) }
        return noneMatches(request, headers.ETag)
          ? { status: 200, headers, body: submissionResource(submission, request.basePath) }
          : { status: 304, headers, body: new Uint8Array() }
      },
      'GET /v1/jobs/{jobId}/events': async request => {
        const paging = pagingOf(singleQuery(request, ['pageSize', 'pageToken']))
        const page = await getEvents(deps, { ...jobOf(request), ...paging })
        return pageAnswer(request, page, events => ({ events }))
      },
      'GET /v1/jobs/{jobId}': async request => {
        const wait = waitQuery(request)
        const { outcome, ...stored } = wait
          ? await waitForJob(waiting(deps), { ...jobOf(request), ...wait })
          : await oneJob(deps, request)
        const headers = { ETag: etagOf(stored), ...(outcome && { 'Waybill-Wait': outcome }) }
        return noneMatches(request, headers.ETag)
          ? { status: 200, headers, body: jobResource(stored, request.basePath) }
          : { status: 304, headers, body: new Uint8Array() }
      },
      'GET /v1/jobs/{jobId}/manifest': async request => {
        return manifestAnswer(await getManifestInForce(deps, jobOf(request)))
      },
      'GET /v1/jobs/{jobId}/manifests': async request => {
        const paging = pagingOf(singleQuery(request, ['pageSize', 'pageToken']))
        const page = await listManifests(deps, { ...jobOf(request), ...paging })
        return pageAnswer(request, page, entries => ({
          manifests: entries.map(entry => ({ ...entry, link: `${request.path}/${entry.number}` })),
        }))
      },
      'GET /v1/jobs/{jobId}/manifests/{number}': async request => {
        const { number = '' } = request.params
        const { manifest } = await getManifest(deps, { ...jobOf(request), number })
        return manifestAnswer(manifest)
      },
      'POST /v1/signatures/verify': async request => {
        const bytes = signatureBody(request)
        const verification = await verifySignature(deps, { ...askingOf(request), bytes })
        return { status: 200, body: verificationResource(verification, request.basePath) }
      },
      'GET /v1/jobs/{jobId}/signature': async request => {
        const bytes = await getSignature(deps, jobOf(request))
        return {
          status: 200,
          headers: {
            'Content-Disposition': `attachment; filename="${SIGNATURE_FILE_NAME}"`,
            ...digestsOf(bytes),
          },
          body: bytes,
          contentType: 'text/plain; charset=utf-8',
        }
      },
    },
    deps,
  )

const waiting = ({ pause = async () => false, ...deps }: LookUpDeps) => ({ ...deps, pause })

const oneJob = async (
  deps: LookUpDeps,
  request: CallerRequest,
): Promise<StoredJob & { readonly outcome?: WaitOutcome }> => getJob(deps, jobOf(request))

const manifestAnswer = (manifest: string): HttpAnswer => {
  const bytes = new TextEncoder().encode(manifest)
  return { status: 200, headers: digestsOf(bytes), body: bytes, contentType: 'text/plain; charset=utf-8' }
}

/** A page of a list that exists only as JSON. */
const pageAnswer = <T>(
  request: CallerRequest,
  { entries, nextPageToken }: TokenPage<T>,
  bodyOf: (entries: readonly T[]) => Readonly<Record<string, unknown>>,
): HttpAnswer => ({
  status: 200,
  headers: nextPage(request, nextPageToken),
  body: { ...bodyOf(entries), ...(nextPageToken !== undefined && { nextPageToken }) },
})

const verificationResource = ({ genuine, exact, differences, ...stored }: Verification, basePath: string) => {
  const { jobId, state, deviceId, kind, links } = jobResource(stored, basePath)
  return { genuine, exact, differences, ...(!exact && { advice: ADVICE }), jobId, state, deviceId, kind, links }
}

/** For a file with changed bytes: editors change them, and so do PowerShell's `>`, `Out-File` and `Set-Content`. */
const ADVICE =
  'Save the file byte for byte from links.signature: "curl -o SIGNATURE URL", or "Invoke-WebRequest URL -OutFile SIGNATURE" in PowerShell. Do not open it in an editor, and do not write it with ">", Out-File or Set-Content.'
