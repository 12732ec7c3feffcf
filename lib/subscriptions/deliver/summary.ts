import { NOTICE_TYPES } from '../../jobs/notice-types.ts'
import type { CloudEvent } from '../cloud-event.ts'

/** An event in one line, for people. */
export const summaryOf = ({ type, subject, data }: CloudEvent): string => {
  const device = typeof data.deviceId === 'string' ? ` (device ${data.deviceId})` : ''
  const meaning = Object.hasOwn(NOTICE_TYPES, type)
    ? NOTICE_TYPES[type as keyof typeof NOTICE_TYPES]
    : 'This is a test.'
  return `${type} ${subject}${device}: ${meaning.replaceAll('`', '')}`
}
