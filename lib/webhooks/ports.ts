/** One message to a webhook, signed. */
export interface WebhookMessage {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Posts to addresses that users name. */
export interface Webhooks {
  /** @throws WebhookError unless the answer is 2xx */
  post(message: WebhookMessage): Promise<void>
}
