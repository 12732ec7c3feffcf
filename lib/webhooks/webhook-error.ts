/** A webhook did not accept a message. `isFinal`: it will not accept it later either. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly isFinal: boolean

  constructor(message: string, { isFinal, cause }: { isFinal: boolean; cause?: unknown }) {
    super(message, { cause })
    this.isFinal = isFinal
  }
}
