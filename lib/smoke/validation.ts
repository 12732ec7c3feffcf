import { expectJson, expectThat } from './expect.ts'
import { importManifest } from './manifests.ts'
import type { Scene } from './smoke.ts'

/** Tries a valid manifest, which must pass, also at the service, and a look-up of jobs. */
export const validation: Scene = async ({ ask, accessKeyId, bucket, id }, step) => {
  await step('passes a manifest that is right, and so does the service', async () => {
    const answer = await ask({
      method: 'POST',
      route: '/v1/jobs',
      query: { validateOnly: 'true' },
      headers: { 'content-type': 'text/plain' },
      body: importManifest({ accessKeyId, bucket, deviceId: `SMOKE-${id}` }),
    })
    const { valid, checks, jobId } = expectJson(answer, 200)
    expectThat(valid === true, '"valid" is not true')
    expectThat(jobId === undefined, 'it names a job, though nothing was to be made')
    const service = Array.isArray(checks) ? checks.find(check => check?.name === 'service') : undefined
    expectThat(service?.outcome === 'pass', `the service was not asked: ${String(service?.outcome)}`)
  })
  await step('lists jobs', async () => {
    const { jobs } = expectJson(await ask({ method: 'GET', route: '/v1/jobs', query: { pageSize: '1' } }), 200)
    expectThat(Array.isArray(jobs), 'it answers no list')
  })
}
