import { AwsClient } from 'aws4fetch'
import { type AwsConfig, SessionEnded } from './session.ts'

/*
 * Where callers sign with IAM, the page has credentials of a role for what the provider says of the person
 * (AssumeRoleWithWebIdentity). They are in memory only, as tokens are, and end with the hour.
 */

/** What the provider says of a person, and a name for it in history. */
export interface WebIdentity {
  readonly token: string
  readonly name: string
}

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly goodUntil: number
}

const LASTS_SECONDS = 3_600
/** Credentials are had anew this long before they end, so that a request under way does not meet their end. */
const RENEW_BEFORE_MS = 5 * 60_000

/** @throws Error where STS gives none of the roles, with its reason */
export const signAs = async (
  { roles, stsUrl, region }: AwsConfig,
  first: WebIdentity,
  newest: () => Promise<WebIdentity>,
): Promise<(request: Request) => Promise<Request>> => {
  const { role, credentials } = await firstRole(roles, stsUrl, first)
  let signer = signerOf(credentials, region)
  let { goodUntil } = credentials
  let renewing: Promise<void> | undefined

  const renew = async () => {
    const renewed = await assume(role, stsUrl, await newest()).catch((error: unknown) => {
      throw error instanceof StsRefusal ? new SessionEnded(error.message, { cause: error }) : error
    })
    signer = signerOf(renewed, region)
    goodUntil = renewed.goodUntil
  }

  return async request => {
    if (Date.now() > goodUntil - RENEW_BEFORE_MS) {
      renewing ??= renew().finally(() => {
        renewing = undefined
      })
      await renewing
    }
    return signer.sign(request)
  }
}

const signerOf = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials, region: string): AwsClient =>
  new AwsClient({ accessKeyId, secretAccessKey, sessionToken, region, service: 'execute-api' })

/** The first role that the person may have. */
const firstRole = async (roles: readonly string[], stsUrl: string, identity: WebIdentity) => {
  let refusal: unknown = new Error('The stage names no role.')
  for (const role of roles) {
    try {
      return { role, credentials: await assume(role, stsUrl, identity) }
    } catch (error) {
      if (!(error instanceof StsRefusal)) throw error
      refusal = error
    }
  }
  throw refusal
}

/** STS answered, and gives no credentials. */
class StsRefusal extends Error {
  override readonly name = 'StsRefusal'
}

/** @throws StsRefusal, and whatever `fetch` throws where no answer comes */
const assume = async (role: string, stsUrl: string, { token, name }: WebIdentity): Promise<Credentials> => {
  const response = await fetch(stsUrl, {
    method: 'POST',
    body: new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: role,
      RoleSessionName: sessionName(name),
      WebIdentityToken: token,
      DurationSeconds: String(LASTS_SECONDS),
    }),
  })
  const xml = new DOMParser().parseFromString(await response.text(), 'text/xml')
  const textOf = (element: string) => xml.getElementsByTagName(element)[0]?.textContent ?? ''
  const credentials = {
    accessKeyId: textOf('AccessKeyId'),
    secretAccessKey: textOf('SecretAccessKey'),
    sessionToken: textOf('SessionToken'),
    goodUntil: Date.parse(textOf('Expiration')),
  }
  if (response.ok && credentials.accessKeyId !== '' && Number.isFinite(credentials.goodUntil)) return credentials
  throw new StsRefusal(`STS: ${textOf('Code') || response.status}: ${textOf('Message') || role}`)
}

/** As IAM allows it. History shows it beside the role. */
const sessionName = (name: string): string =>
  name
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-')
