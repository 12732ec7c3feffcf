import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { EXAMPLE_KEY } from '../../lib/local/example-key.ts'
import { unneededGrants } from '../support/deployed/iam.ts'
import { JOURNEY, type Journey, startJourney } from '../support/deployed/journey.ts'
import { type DeployedExample, deployExample } from '../support/deployed/stages.ts'

/** Grants that no call of these tests needs, and why they are there all the same. */
const EXPECTED_UNNEEDED: readonly {
  readonly grant: RegExp
  /** Default: of any function */
  readonly role?: RegExp
  readonly because: string
}[] = [
  {
    grant: /^logs:CreateLogStream .*:\*$|^logs:PutLogEvents .*[^*]$/,
    because: "CDK grants both actions on both of a log group's ARNs; each action is asked for on one of them.",
  },
  {
    grant: /^sqs:(?:ChangeMessageVisibility|GetQueueUrl) .*-checksqueue/,
    because: 'CDK grants both with every queue that feeds a function; Lambda polls without them.',
  },
  {
    grant: /^sqs:(?:GetQueueAttributes|GetQueueUrl) .*-schedulesfailed/,
    because: 'CDK grants both with every queue that is written to; Lambda writes to a destination without them.',
  },
  {
    grant: /^dynamodb:Query .*:table\/waybill-example-depot-.*\/index\/all-by-time$/,
    because: 'Lists over all teams are for auditors, of which this stage names none yet.',
  },
  {
    grant: /^dynamodb:Query .*:table\/[^/]*$/,
    role: /run-?check/i,
    because: 'A run that finds its job changed reads the last event of that job, which no check of these tests does.',
  },
]

describe.each(['example', 'example-depot', 'example-public'])(
  'the stage %s, under the policies that it is deployed with',
  name => {
    let example: DeployedExample
    let journey: Journey
    beforeAll(async () => {
      example = await deployExample(name)
      example.world.account.secrets.put(
        `waybill/${name}/keys/${EXAMPLE_KEY.accessKeyId}`,
        JSON.stringify({ ...EXAMPLE_KEY, team: 'archive' }),
      )
      journey = await startJourney(example)
    })
    afterAll(async () => {
      await journey.stop()
      await example.stop()
    })

    it.each(JOURNEY.map(step => [step.does, step] as const))('%s', async (_does, { only, run }) => {
      if (only && !only.includes(name)) return
      await run(journey)
    })

    it('no call was denied that a function made', () => {
      const denied = example.world.account.asked.filter(({ isAllowed }) => !isAllowed)

      expect(denied.map(({ role, need }) => ({ role, ...need }))).toEqual([])
      expect(example.world.account.errors).toEqual([])
    })

    it('every route was served', () => {
      const { api, query, depotApi } = example.world
      for (const gateway of [api, query, ...(depotApi ? [depotApi] : [])]) {
        const isAnswered = ([route, statuses]: readonly [string, ReadonlySet<number>]) =>
          [...statuses].some(status => status < 400 || (route.startsWith('ANY') && status < 406))
        const answered = [...gateway.served].filter(isAnswered)
        const routes = gateway.methods.map(({ httpMethod, path }) => `${httpMethod} ${path}`)
        expect(answered.map(([route]) => route).sort()).toEqual(routes.sort())
        expect(gateway.crashes).toEqual([])
      }
    })

    it('no policy grants what no call needs', () => {
      const { account } = example.world
      const unneeded = [...account.roles].flatMap(([role, statements]) => {
        if (role === 'operator') return []
        const needs = account.asked.filter(one => one.role === role).map(({ need }) => need)
        return unneededGrants(statements, needs).map(({ action, resource }) => ({ role, action, resource }))
      })
      const unexpected = unneeded.filter(({ role: of, action, resource }) =>
        EXPECTED_UNNEEDED.every(
          ({ grant, role = /^/ }) => !(grant.test(`${action} ${resource}`) && role.test(String(of))),
        ),
      )
      expect(unexpected).toEqual([])
    })
  },
)
