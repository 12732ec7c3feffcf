import { NOTICE_MEANINGS } from '../../jobs/notice-meanings.ts'
import type { CloudEvent } from '../cloud-event.ts'

/** An event in one line, for people. */
export const summaryOf = ({ type, subject, data }: CloudEvent): string => {
  const device = typeof data.deviceId === 'string' ? ` (device ${data.deviceId})` : ''
  const meaning = Object.hasOwn(NOTICE_MEANINGS, type)
    ? NOTICE_MEANINGS[type as keyof typeof NOTICE_MEANINGS]
    : 'This is a test.'
  return `${type} ${subject}${device}: ${meaning.replaceAll('`', '')}`
}
