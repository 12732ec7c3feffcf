import type { Buckets } from '../../../lib/depot/ports.ts'
import { depotDeps, STAFF_SECRET, serveDepot } from '../../depot/depot-fixture.ts'
import { startIdentityProvider } from '../identity-provider.ts'
import { createDriver, type Who } from './driver.ts'
import { deployWorld } from './world.ts'

/** Buckets of customers, which no stack makes. */
export const TEAM_BUCKETS = ['amzn-s3-demo-import', 'amzn-s3-demo-export', 'amzn-s3-demo-archive-logs']

/** The service knows those and no others. */
const OUR_BUCKETS: Buckets = {
  find: async name => (TEAM_BUCKETS.includes(name) ? { region: 'us-east-1', writable: true } : undefined),
}

/** The roles of IAM that the example stages name, and one that none names. */
const IDENTITIES = new Map([
  ['ASIAMEMBER', 'arn:aws:sts::111122223333:assumed-role/ArchiveTeam/jane'],
  ['ASIAAUDITOR', 'arn:aws:sts::111122223333:assumed-role/Auditors/jo'],
  ['ASIAOPERATOR', 'arn:aws:sts::111122223333:assumed-role/Operators/olga'],
  ['ASIACLERK', 'arn:aws:sts::111122223333:assumed-role/DepotClerks/cleo'],
  ['ASIANEWCOMER', 'arn:aws:sts::111122223333:assumed-role/Newcomers/nina'],
  ['ASIASTRANGER', 'arn:aws:sts::111122223333:assumed-role/Nobody/x'],
])

const signed = (who: Who) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=ASIA${who.toUpperCase()}/20261126/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00`,
})

/** What the tokens of the example stage say of each. */
const CLAIMS: Readonly<Record<Who, Readonly<Record<string, unknown>>>> = {
  member: { team: 'archive' },
  auditor: { team: undefined, groups: ['auditors'] },
  operator: { team: undefined, groups: ['waybill-operators'] },
  clerk: { team: undefined, groups: ['depot-clerks'] },
  newcomer: { team: 'newcomers' },
  stranger: { team: 'nobody' },
}

/** An example stage as it is deployed, with a service and an identity provider of this machine where it names others. */
export const deployExample = async (name: string) => {
  const provider = await startIdentityProvider()
  let address = ''
  const service = await serveDepot(depotDeps({ publicUrl: () => address, buckets: OUR_BUCKETS }))
  address = service.url
  const world = await deployWorld(name, {
    identities: IDENTITIES,
    buckets: TEAM_BUCKETS,
    overrides: { WAYBILL_SERVICE_URL: `${service.url}/`, WAYBILL_JWKS_URL: provider.jwksUrl.href },
  })
  const { authentication } = world.stage
  const headersOf = async (who: Who) => {
    if (authentication.kind === 'iam') return signed(who)
    const { issuer: iss, audience: aud } = authentication
    return { authorization: `Bearer ${await provider.token({ iss, aud, ...CLAIMS[who] })}` }
  }
  const tokens = new Map<Who, Promise<Readonly<Record<string, string>>>>()
  const driver = createDriver(world, who => {
    const known = tokens.get(who) ?? headersOf(who)
    tokens.set(who, known)
    return known
  })
  /** What the staff of the service does with a job's device. */
  const staff = async (jobId: string, verb: 'receive', body: object): Promise<number> => {
    const { depotApi } = world
    const path = `/staff/jobs/${jobId}/${verb}`
    const secret = depotApi ? `drawn for waybill/${name}/depot/staff` : STAFF_SECRET
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const text = JSON.stringify(body)
    if (!depotApi) return (await fetch(`${service.url}${path}`, { method: 'POST', headers, body: text })).status
    const target = `/${depotApi.stage}${path}`
    return (await depotApi.answer({ method: 'POST', target, headers, body: Buffer.from(text) })).status
  }
  return {
    world,
    driver,
    staff,
    provider,
    stop: async () => {
      await world.stop()
      await Promise.all([service.stop(), provider.stop()])
    },
  }
}

export type DeployedExample = Awaited<ReturnType<typeof deployExample>>
