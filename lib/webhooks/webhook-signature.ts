import { createHmac, createSecretKey } from 'node:crypto'

const PREFIX = 'whsec_'

/** The parts of a message that are signed, and its media type. */
export interface SignedMessage {
  readonly id: string
  readonly body: string
  /** Default: `application/json` */
  readonly contentType?: string
}

/**
 * The headers that prove who sent a message, as Standard Webhooks has them (standardwebhooks.com, version 1), so that
 * receivers verify them with the library that they have. A secret `whsec_…` is base64; any other text is taken as it is.
 */
export const webhookHeaders = (
  { id, body, contentType = 'application/json' }: SignedMessage,
  secret: string,
  now: Date,
): Readonly<Record<string, string>> => {
  const seconds = Math.floor(now.getTime() / 1000)
  const key = secret.startsWith(PREFIX) ? createSecretKey(secret.slice(PREFIX.length), 'base64') : secret
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'content-type': contentType,
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  }
}
