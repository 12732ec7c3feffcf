import { beginsWithDay } from './calendar.ts'
import { dateTimeV4 } from './sign-v4.ts'

/** When a version 4 request was signed. */
export interface DateV4 {
  /** The form in the string to sign: `20100131T235959Z`. */
  readonly dateTime: string
  readonly time: Date
}

/**
 * When a request with a signature in its headers was signed: `X-Amz-Date`, or `Date` if that is absent (AWS,
 * "Elements of an AWS API request signature"). `undefined`: the time cannot be read.
 */
export const readDateV4 = (headers: Readonly<Record<string, string | undefined>>): DateV4 | undefined => {
  const { 'x-amz-date': amazonDate, date = '' } = headers
  const basic = amazonDate ?? date
  const time = parseDateTimeV4(basic)
  if (time) return { dateTime: basic, time }
  if (amazonDate !== undefined) return undefined
  const sent = parseDate(date)
  return sent && { dateTime: dateTimeV4(sent), time: sent }
}

const DATE_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** Reads the form of `X-Amz-Date`. */
export const parseDateTimeV4 = (text: string): Date | undefined =>
  DATE_TIME.test(text) && beginsWithDay(text)
    ? valid(new Date(text.replace(DATE_TIME, '$1-$2-$3T$4:$5:$6Z')))
    : undefined

/** RFC 9110, section 5.6.7. The zone may also be a number, as in Python's `email.utils.formatdate` (botocore). */
const HTTP_DATE = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})$/
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

const parseDate = (text: string): Date | undefined =>
  HTTP_DATE.test(text) || (ISO_8601.test(text) && beginsWithDay(text)) ? valid(new Date(text)) : undefined

const valid = (time: Date) => (Number.isNaN(time.getTime()) ? undefined : time)
