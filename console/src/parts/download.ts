import { fetchFile } from '../api/client.ts'
import { ApiProblem, ForeignAnswer, type Problem, reached } from '../api/problem.ts'

type Headers = Readonly<Record<string, string>>

/** The bytes of a file of the API. */
export const fileBytes = async (path: string, headers: Headers = {}): Promise<Blob> =>
  reached((await fileAnswer(path, headers)).blob())

/** A file that the API gives in pages, whole: each answer names the next one (RFC 8288), and the last one none. */
export const wholeFile = async (path: string, headers: Headers = {}): Promise<Blob> => {
  const parts: Blob[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer: Response = await fileAnswer(next, headers)
    parts.push(await reached(answer.blob()))
    next = /<([^>]*)>; rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1]
  }
  return new Blob(parts, { type: parts[0]?.type ?? '' })
}

const fileAnswer = async (path: string, headers: Headers): Promise<Response> => {
  const response = await reached(fetchFile(path, headers))
  if (response.ok) return response
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json')
  // The media type says what it is.
  if (isProblem) throw new ApiProblem((await response.json()) as Problem, undefined)
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
