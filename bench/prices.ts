/**
 * List prices of us-east-1 in dollars, without free tiers and discounts, as they were written down on 2026-11-21 from AWS's
 * pricing pages. DynamoDB's are those since November 2024. Look there before you rely on them.
 */
export const PRICES = {
  apiRequest: 3.5e-6,
  gbOut: 0.09,
  functionRequest: 0.2e-6,
  /** arm64 */
  functionGbSecond: 0.0000133334,
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  bucketPut: 5e-6,
  bucketGet: 0.4e-6,
  logGb: 0.5,
  trace: 5e-6,
  firewallRequest: 0.6e-6,
  keyRequest: 3e-6,
  /** Of a key that signs with a curve. */
  signature: 15e-6,
  /** Five cents for ten thousand. */
  secretRead: 5e-6,
  queueRequest: 0.4e-6,
  schedulerCall: 1e-6,
  monthly: {
    tableGb: 0.25,
    recoveryGb: 0.2,
    bucketGb: 0.023,
    alarm: 0.1,
    dashboard: 3,
    metric: 0.3,
    key: 1,
    secret: 0.4,
    firewall: 5,
    firewallRule: 1,
  },
} as const
