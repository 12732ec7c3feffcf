import * as z from 'zod/mini'
import type { Sealer } from '../system.ts'
import { mayBePublic } from './public-address.ts'

/** A webhook's address and signing secret. */
export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

/** A stored webhook. */
export interface SealedWebhook {
  /** The only part of the address that is shown, since the rest may be a secret. */
  readonly host: string
  /** Address and signing secret, encrypted. */
  readonly sealed: string
}

/** What Standard Webhooks recommends: 24 to 64 bytes. Characters are counted here, since any text may be a secret. */
const SHORTEST_SECRET = 24
const LONGEST_SECRET = 100
const LONGEST_URL = 2000

/**
 * Why an address and secret are not allowed as a webhook, in a sentence for users; `undefined`: they are. The address is checked
 * again when something is sent, since names can change.
 */
export const webhookFault = ({ url, secret }: WebhookTarget): string | undefined => {
  const parsed = parseAddress(url)
  if (!parsed) {
    return `The url of a webhook is an https address of at most ${LONGEST_URL} characters, without user and password, for example https://hooks.example.com/waybill.`
  }
  if (!mayBePublic(parsed)) {
    return `The url of a webhook must lead to the public internet; ${parsed.hostname} is an address or a name of a network of one's own.`
  }
  if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET) {
    return `The secret of a webhook has ${SHORTEST_SECRET} to ${LONGEST_SECRET} characters; one as Standard Webhooks has it is made with: echo whsec_$(openssl rand -base64 24)`
  }
  return undefined
}

const parseAddress = (url: string): URL | undefined => {
  const parsed = url.length <= LONGEST_URL && URL.canParse(url) ? new URL(url) : undefined
  return parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === '' ? parsed : undefined
}

/**
 * A webhook's address and secret, encrypted.
 *
 * @param owner the id of the webhook's owner
 */
export const sealWebhook = async (sealer: Sealer, target: WebhookTarget, owner: string): Promise<SealedWebhook> => {
  const { url, secret } = target
  return { host: new URL(url).host, sealed: await sealer.seal(JSON.stringify({ url, secret }), webhookOwner(owner)) }
}

/** Opens what `sealWebhook` sealed. */
export const openWebhook = async (sealer: Sealer, { sealed }: SealedWebhook, owner: string): Promise<WebhookTarget> =>
  Target.parse(JSON.parse(await sealer.open(sealed, webhookOwner(owner))))

const Target: z.ZodMiniType<WebhookTarget> = z.object({ url: z.string(), secret: z.string() })

/** The context of the encryption, so that no other sealed text of the same owner can be used as its webhook. */
const webhookOwner = (owner: string) => `${owner}/webhook`
