import { expectJson, expectStatus, expectThat, textOf } from './expect.ts'
import type { Scene } from './smoke.ts'

/** Tries whether Waybill answers at all. */
export const reachable: Scene = async ({ ask, askQuery }, step) => {
  await step('is up', async () => expectStatus(await ask({ method: 'GET', route: '/v1/health' }), 200))
  await step('describes its API', async () => {
    const { openapi } = expectJson(await ask({ method: 'GET', route: '/v1/openapi.json' }), 200)
    expectThat(String(openapi).startsWith('3.1'), `expected OpenAPI 3.1, got ${String(openapi)}`)
  })
  if (!askQuery) return
  await step('answers tools of the Query API in XML', async () => {
    const answer = await askQuery({ method: 'GET', route: '/', query: { Action: 'ListJobs' } })
    expectThat(
      answer.status >= 400 && answer.status < 500,
      `an unsigned request was answered with ${answer.status}, and not as the caller's mistake`,
    )
    expectThat(/^<\?xml|^<Error/.test(textOf(answer).trimStart()), 'the fault is not XML')
  })
}
