import type { JobType } from '../../manifest/manifest.ts'
import type { Asking } from '../../teams/caller.ts'
import { TeamError, type TeamFault } from '../../teams/errors.ts'
import { getTemplate } from '../../teams/manage/belongings.ts'
import { DEVICE_ID } from '../../teams/templates/check-template.ts'
import type { TemplateValues } from '../../teams/templates/render.ts'
import { recordRefused } from '../attempt.ts'
import { JobError } from '../errors.ts'
import { readSubmission } from './read-submission.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import { fillFromTeam } from './team-settings.ts'

export interface RenderJobs extends Asking {
  readonly name: string
  /** The values for the placeholders, one row for each job. */
  readonly rows: readonly TemplateValues[]
  /** As in `ManifestInput`, for all jobs. */
  readonly returnAddress?: string | undefined
  /** The JSON Pointer of a row in the request, for errors. */
  readonly pointerOf: (row: number) => string
}

export interface RenderedJob {
  readonly manifest: string
  readonly jobType?: JobType
  readonly returnAddress?: string
}

/**
 * The manifests of a template's jobs, each filled in with its values. If one of them is invalid, none is sent, and the errors of
 * all are reported at once.
 *
 * Refuses: TEMPLATE_NOT_FOUND, VALUES_INVALID, ADDRESS_NOT_FOUND, ADDRESS_TWICE.
 */
export const renderJobs = (deps: SubmissionDeps, input: RenderJobs): Promise<readonly RenderedJob[]> =>
  recordRefused(deps, input, 'submit', () => render(deps, input))

const render = async (
  deps: SubmissionDeps,
  { name, rows, pointerOf, returnAddress, ...asking }: RenderJobs,
): Promise<readonly RenderedJob[]> => {
  const belongings = deps.belongings ?? { get: async () => undefined }
  const template = await getTemplate({ belongings }, { caller: asking.caller, name })
  // RE2 is a fifth of the code, and only templates need it.
  const { renderTemplate } = await import('../../teams/templates/render.ts')
  const today = deps.clock().toISOString().slice(0, 'YYYY-MM-DD'.length)
  const faults: TeamFault[] = []
  const jobs: RenderedJob[] = []
  const seen = new Map<string, number>()
  for (const [row, values] of rows.entries()) {
    const pointer = pointerOf(row)
    const rendered = renderTemplate(template, values, { today, pointer })
    if ('faults' in rendered) {
      faults.push(...rendered.faults)
      continue
    }
    const { text: manifest } = rendered
    const device = values[DEVICE_ID]
    const before = seen.get(device ?? manifest)
    seen.set(device ?? manifest, row)
    if (before !== undefined) {
      const what = device === undefined ? 'the same job' : `a job of the same device ${JSON.stringify(device)}`
      faults.push({ code: 'ROW_REPEATED', detail: `This is ${what} as that of ${pointerOf(before)}.`, pointer })
    }
    const { jobType } = template
    const job = { manifest, ...(jobType && { jobType }), ...(returnAddress !== undefined && { returnAddress }) }
    faults.push(...(await manifestFaults(deps, asking, job, pointer)))
    jobs.push(job)
  }
  if (faults.length === 0) return jobs
  throw new TeamError(
    'VALUES_INVALID',
    'The values do not fit the template; nothing was sent. Fix the entries in "errors".',
    {
      faults,
    },
  )
}

/** The diagnostics of a job's manifest after its team's defaults are filled in. */
const manifestFaults = async (
  deps: SubmissionDeps,
  { caller }: Asking,
  { manifest: text, ...job }: RenderedJob,
  pointer: string,
): Promise<readonly TeamFault[]> => {
  try {
    readSubmission(await fillFromTeam(deps, { caller, text, ...job }), deps.era)
    return []
  } catch (error) {
    if (!(error instanceof JobError)) throw error
    const errors = (error.details.diagnostics ?? []).filter(({ severity }) => severity === 'error')
    return errors.map(({ code, detail, pointer: option }) => ({
      code,
      detail: `${option === '' ? '' : `${option}: `}${detail}`,
      pointer,
    }))
  }
}
