import { type ITable, Operation } from 'aws-cdk-lib/aws-dynamodb'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** Every operation that functions perform on a table. */
const OPERATIONS = [
  Operation.GET_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.QUERY,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.DELETE_ITEM,
]

/** Watches a table. */
export const watchTable = (alarms: StageAlarms, table: ITable): void => {
  const of = { operations: OPERATIONS, period: FIVE_MINUTES }
  const throttles = table.metricThrottledRequestsForOperations(of)
  alarms.watch({ kind: 'table-throttled', metric: throttles, above: 0, periods: 2 })
  alarms.watch({ kind: 'table-failing', metric: table.metricSystemErrorsForOperations(of), above: 0, periods: 2 })
}
