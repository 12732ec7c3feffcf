/** Every type of notice that a job or a submission can cause. Names are stable; new ones come at the end. */
export const NOTICE_TYPES = [
  'job.created',
  'job.updated',
  'job.cancelled',
  'job.expired',
  'job.refused',
  'job.unclear',
  'job.expiring',
  'device.not-shipped',
  'device.shipped',
  'device.received',
  'device.in-progress',
  'device.done',
  'device.done-with-errors',
  'device.rejected',
  'device.returned',
] as const

export type NoticeType = (typeof NOTICE_TYPES)[number]
