import { fetchFile } from '../api/client.ts'
import { ApiProblem, ForeignAnswer, type Problem, reached } from '../api/problem.ts'

/** The bytes of a file of the API. */
export const fileBytes = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Blob> => {
  const response = await reached(fetchFile(path, headers))
  if (response.ok) return response.blob()
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
