import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { StageAlarms } from '../watching/alarms.ts'
import { FIVE_MINUTES } from '../watching/figures.ts'
import type { LakeFlow } from './lake-flow.ts'

/** Firehose writes a file every quarter of an hour. Data that waits four times as long is stuck. */
const LATE_SECONDS = 60 * 60

/** Watches whether changes of the table reach the files. */
export const watchFlow = (alarms: StageAlarms, { pipeName, deliveryName, node: { id: of } }: LakeFlow): void => {
  // A failed batch is tried again for a day, so one failure is no alarm.
  alarms.watch({
    kind: 'lake-pipe-failing',
    of,
    metric: new Metric({
      namespace: 'AWS/EventBridge/Pipes',
      metricName: 'ExecutionFailed',
      dimensionsMap: { PipeName: pipeName },
      statistic: 'Sum',
      period: FIVE_MINUTES,
    }),
    above: 0,
    periods: 3,
    essential: true,
  })
  alarms.watch({
    kind: 'lake-delivery-late',
    of,
    metric: new Metric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: deliveryName },
      statistic: 'Maximum',
      period: FIVE_MINUTES,
    }),
    above: LATE_SECONDS,
    periods: 3,
    essential: true,
  })
}
