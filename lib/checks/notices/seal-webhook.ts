import * as z from 'zod/mini'
import { JobError } from '../../jobs/errors.ts'
import type { WebhookSettings } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { mayBePublic } from './public-address.ts'

/** Where a webhook is and what signs for it. */
export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

/** What Standard Webhooks recommends: 24 to 64 bytes. Characters are counted here, since any text may be a secret. */
const SHORTEST_SECRET = 24
const LONGEST_SECRET = 100
const LONGEST_URL = 2000

/**
 * A webhook's address and secret, encrypted.
 *
 * Refuses: CHECK_INVALID. Whether the address is a public one is asked when something is sent, since names change.
 */
export const sealWebhook = async (
  { sealer }: Pick<CheckDeps, 'sealer'>,
  { url, secret }: WebhookTarget,
  checkId: string,
): Promise<WebhookSettings> => {
  const parsed = url.length <= LONGEST_URL && URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') {
    throw new JobError(
      'CHECK_INVALID',
      'The url of a webhook is an https address without user and password, for example https://hooks.example.com/waybill.',
    )
  }
  if (!mayBePublic(parsed)) {
    throw new JobError(
      'CHECK_INVALID',
      `The url of a webhook must lead to the public internet; ${parsed.hostname} is an address or a name of a network of one's own.`,
    )
  }
  if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET) {
    throw new JobError(
      'CHECK_INVALID',
      `The secret of a webhook has ${SHORTEST_SECRET} to ${LONGEST_SECRET} characters; one as Standard Webhooks has it is made with: echo whsec_$(openssl rand -base64 24)`,
    )
  }
  return { host: parsed.host, sealed: await sealer.seal(JSON.stringify({ url, secret }), webhookOwner(checkId)) }
}

/** Opens what `sealWebhook` sealed. */
export const openWebhook = async (
  { sealer }: Pick<CheckDeps, 'sealer'>,
  { sealed }: WebhookSettings,
  checkId: string,
): Promise<WebhookTarget> => Target.parse(JSON.parse(await sealer.open(sealed, webhookOwner(checkId))))

const Target: z.ZodMiniType<WebhookTarget> = z.object({ url: z.string(), secret: z.string() })

/** A manifest's sealed text cannot be passed off as a webhook's. */
const webhookOwner = (checkId: string) => `${checkId}/webhook`
