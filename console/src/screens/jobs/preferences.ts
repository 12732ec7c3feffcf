import { browserStorage } from '../../parts/storage.ts'

/** How someone likes the table. */
export interface TablePreferences {
  readonly pageSize: number
  readonly columns: readonly string[]
  readonly wrapLines: boolean
}

export const PAGE_SIZES = [20, 50, 100, 1000]

const FIRST_COLUMNS = ['jobId', 'deviceId', 'kind', 'state', 'stage', 'createdAt', 'buckets']

const STORED = 'waybill.jobs-table'
const FIRST: TablePreferences = { pageSize: 50, columns: FIRST_COLUMNS, wrapLines: false }

const isPreferences = (value: unknown): value is TablePreferences =>
  typeof value === 'object' &&
  value !== null &&
  'pageSize' in value &&
  PAGE_SIZES.includes(Number(value.pageSize)) &&
  'columns' in value &&
  Array.isArray(value.columns) &&
  'wrapLines' in value

/** As they were left. */
export const storedPreferences = (): TablePreferences => {
  try {
    const value: unknown = JSON.parse(browserStorage.read(STORED) ?? 'null')
    return isPreferences(value) ? value : FIRST
  } catch {
    return FIRST
  }
}

export const storePreferences = (changed: TablePreferences): void =>
  void browserStorage.store(STORED, JSON.stringify(changed))
