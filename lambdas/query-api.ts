import { queryApi } from '../lib/http/query/query-api.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'
import { onKnownTable } from './wiring-table.ts'

export const handler = await onKnownTable((config, documents) => inTime(queryApi(dependencies(config, documents))))
