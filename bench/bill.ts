import { ACCESS_LOG, LEAN_ACCESS_LOG } from '../lib/infra/gateway/rest-api.ts'
import { accessLogBytes } from './access-log-bytes.ts'
import { PRICES } from './prices.ts'

/** What one request, or one run of a check, uses. */
export interface Usage {
  readonly memoryMb: number
  readonly durationMs: number
  readonly writeUnits: number
  readonly readUnits: number
  readonly bucketPuts: number
  /** What the function itself logs. */
  readonly logBytes: number
  readonly answerBytes: number
  /** Whether it comes over the API, a schedule and a queue bring it, or a run does it that does many. */
  readonly calledBy: 'gateway' | 'queue' | 'run of many'
  /** Calls of KMS that it makes by itself. */
  readonly keyRequests: number
  /** Readings of signing keys. */
  readonly secretReads: number
}

/** How a stage is set. */
export interface Profile {
  readonly name: string
  /** The share of requests that are traced. */
  readonly traced: number
  /** What Lambda writes of each invocation as JSON (start, end and report). */
  readonly platformLogBytes: number
  /** What API Gateway writes of each request. */
  readonly accessLogBytes: number
  readonly firewall: boolean
  /** Whether table and bucket are under a key of one's own; bucket keys and DynamoDB's cache leave about one call a request. */
  readonly ownKey: boolean
}

export const LEAN: Profile = {
  name: 'lean',
  traced: 0,
  platformLogBytes: 0,
  accessLogBytes: accessLogBytes(LEAN_ACCESS_LOG),
  firewall: false,
  ownKey: false,
}
export const BELT_AND_BRACES: Profile = {
  name: 'belt and braces',
  traced: 1,
  platformLogBytes: 700,
  accessLogBytes: accessLogBytes(ACCESS_LOG),
  firewall: true,
  ownKey: true,
}

/** One in a hundred requests meets a function that has to start first, and that is paid for too. */
const COLD_SHARE = 0.01
const COLD_MS = 300

/** A message is written, read and removed. */
const REQUESTS_A_MESSAGE = 3

const GB = 1e9

/** What a million of them cost, by what it is paid for. */
export const dollarsPerMillion = (
  usage: Usage,
  { traced, platformLogBytes, accessLogBytes, firewall, ownKey }: Profile,
) => {
  const viaGateway = usage.calledBy === 'gateway'
  const isOwnRun = usage.calledBy !== 'run of many'
  const logBytes = usage.logBytes + (isOwnRun ? platformLogBytes : 0) + (viaGateway ? accessLogBytes : 0)
  const gbSeconds = (usage.memoryMb / 1024) * ((usage.durationMs + COLD_SHARE * COLD_MS) / 1000)
  const each = {
    carrying: viaGateway
      ? PRICES.apiRequest + (usage.answerBytes / GB) * PRICES.gbOut
      : isOwnRun
        ? PRICES.schedulerCall + REQUESTS_A_MESSAGE * PRICES.queueRequest
        : 0,
    function: (isOwnRun ? PRICES.functionRequest : 0) + gbSeconds * PRICES.functionGbSecond,
    table: usage.writeUnits * PRICES.writeUnit + usage.readUnits * PRICES.readUnit,
    bucket: usage.bucketPuts * PRICES.bucketPut,
    logs: (logBytes / GB) * PRICES.logGb,
    traces: isOwnRun ? traced * PRICES.trace : 0,
    secrets: usage.secretReads * PRICES.secretRead,
    others:
      (firewall && viaGateway ? PRICES.firewallRequest : 0) +
      (usage.keyRequests + (ownKey && isOwnRun ? 1 : 0)) * PRICES.keyRequest,
  }
  return Object.entries(each).map(([paidFor, dollars]) => ({ paidFor, dollars: dollars * 1e6 }))
}

export const total = (parts: readonly { readonly dollars: number }[]) =>
  parts.reduce((sum, { dollars }) => sum + dollars, 0)
