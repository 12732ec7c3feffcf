import { saveAs, wholeFile } from '../../parts/download.ts'
import { type JobQuery, searchOf } from './job-filter.ts'

/** All jobs of a filter as one CSV file, as the API writes it. */
export const exportCsv = async (query: JobQuery): Promise<void> => {
  const search = new URLSearchParams([...searchOf(query), ['format', 'csv'], ['all', 'true']])
  saveAs(await wholeFile(`v1/jobs?${search}`, 'text/csv'), 'jobs.csv')
}
