import type { NoticeType } from './notice-types.ts'

/** What each notice means. The names are in a file of their own, since every function loads them at its start. */
export const NOTICE_MEANINGS: Readonly<Record<NoticeType, string>> = {
  'job.created': 'The service has made a job, and Waybill has stored it.',
  'job.updated': 'The job has another manifest, given by a request or found at the service.',
  'job.cancelled': 'The job was cancelled, here or at the service.',
  'job.expired': 'No device came in time, and the service has closed the job.',
  'job.refused': 'A submission made no job: the service refused it, or it never reached the service.',
  'job.unclear': 'The answer to a submission was lost. `job.created` or `job.refused` follows once its end is certain.',
  'job.expiring': 'The device has not come, and in 7 or in 2 days the job expires.',
  'device.not-shipped': 'The device is with its team again: the service no longer reports that it has it.',
  'device.shipped': 'The team has reported a shipment.',
  'device.received': 'The service has the device; work has not begun.',
  'device.in-progress': 'The data of the device is being loaded.',
  'device.done': 'All data was loaded.',
  'device.done-with-errors': 'The data was loaded, with errors; the log lists them.',
  'device.rejected': 'The service broke off; `data.device.reason` shows why and what to do.',
  'device.returned': 'The device is on its way back.',
}
