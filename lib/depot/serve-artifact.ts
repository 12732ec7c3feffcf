import { readArtifactPath } from './artifact-links.ts'
import { makeSheet, PDF } from './barcode-sheets.ts'
import type { DepotAnswer, DepotDeps, DepotRequest } from './depot-deps.ts'

const METHODS = ['GET', 'HEAD']

/** `GET /artifacts/TOKEN/NAME.pdf`: a job's PDF, for every holder of its link. */
export const serveArtifact = async (deps: DepotDeps, { method, path }: DepotRequest): Promise<DepotAnswer> => {
  if (!METHODS.includes(method.toUpperCase())) {
    return { status: 405, headers: { ...PLAIN, Allow: METHODS.join(', ') }, body: 'A PDF can be fetched with GET.\n' }
  }
  const pdf = await findArtifact(deps, path)
  if (!pdf) return { status: 404, headers: PLAIN, body: 'This file does not exist.\n' }
  const name = path.slice(path.lastIndexOf('/') + 1)
  const headers = {
    'Content-Type': PDF,
    'Content-Disposition': `inline; filename="${name}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
  return { status: 200, headers, body: pdf }
}

const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }

const findArtifact = async (deps: DepotDeps, path: string): Promise<Uint8Array | undefined> => {
  const named = readArtifactPath(deps.signingSecret, path)
  const job = named && (await deps.jobs.get(named.jobId))
  if (!named || !job) return undefined
  if (named.kind === 'shipping-label') return job.label && deps.files.get(job.label)
  // A sheet that could not be put, or was removed from the bucket, is made again.
  return job.sheet && ((await deps.files.get(job.sheet)) ?? makeSheet(deps, job))
}
