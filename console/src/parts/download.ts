import { fetchFile } from '../api/client.ts'
import { ApiProblem, ForeignAnswer, isProblem, reached } from '../api/problem.ts'

/** The media type of a file. A page to sign in at is none of them, and must not be saved as a SIGNATURE. */
export type FileType = 'application/pdf' | 'application/x-ndjson' | 'application/x-pem-file' | 'text/csv' | 'text/plain'

/** The bytes of a file of the API. Throws ApiProblem, NoAnswer, ForeignAnswer. */
export const fileBytes = async (path: string, type: FileType): Promise<Blob> =>
  reached((await fileAnswer(path, type)).blob())

/** A file that the API gives in pages, whole: each answer names the next one (RFC 8288), and the last one none. */
export const wholeFile = async (path: string, type: FileType): Promise<Blob> => {
  const parts: Blob[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer: Response = await fileAnswer(next, type)
    parts.push(await reached(answer.blob()))
    next = /<([^>]*)>; rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1]
  }
  return new Blob(parts, { type: parts[0]?.type ?? '' })
}

const fileAnswer = async (path: string, type: FileType): Promise<Response> => {
  const response = await reached(fetchFile(path, { Accept: type }))
  const given = response.headers.get('Content-Type') ?? ''
  if (response.ok && given.startsWith(type)) return response
  if (!response.ok && given.startsWith('application/problem+json')) {
    const problem: unknown = await reached(response.json())
    if (isProblem(problem)) throw new ApiProblem(problem, undefined)
  }
  throw new ForeignAnswer(response.status)
}

/** Gives the browser a file to save. Its bytes are those of the API: nothing reads them as text on the way. */
export const saveAs = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
