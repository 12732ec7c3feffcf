import { fetchFile } from '../../api/client.ts'
import { ForeignAnswer, reached } from '../../api/problem.ts'
import { saveAs } from '../../parts/download.ts'
import type { JobQuery } from './job-filter.ts'

const NEXT = /<([^>]+)>;\s*rel="next"/

/** All jobs of a filter as one CSV file: page after page, with the line of names once. */
export const exportCsv = async (query: JobQuery): Promise<void> => {
  const search = new URLSearchParams({ ...query, pageSize: '1000' })
  let path: string | undefined = `v1/jobs?${search}`
  const parts: string[] = []
  while (path !== undefined) {
    const response: Response = await reached(fetchFile(path, { Accept: 'text/csv' }))
    if (!response.ok) throw new ForeignAnswer(response.status)
    const text = await response.text()
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf('\n') + 1))
    const [, next] = NEXT.exec(response.headers.get('Link') ?? '') ?? []
    path = next
  }
  saveAs(new Blob(parts, { type: 'text/csv' }), 'jobs.csv')
}
