import { expectProblem, expectThat } from './expect.ts'
import { brokenManifest, importManifest } from './manifests.ts'
import type { Scene } from './smoke.ts'

/** Tries mistakes, which must get the documented errors. */
export const errorForms: Scene = async ({ ask, askAsStranger, accessKeyId, bucket, id }, step) => {
  const names = { accessKeyId, bucket, deviceId: `SMOKE-${id}` }
  const validate = { method: 'POST', route: '/v1/jobs', query: { validateOnly: 'true' } } as const

  if (askAsStranger) {
    await step('does not know a caller without credentials', async () => {
      expectProblem(await askAsStranger({ method: 'GET', route: '/v1/jobs' }), 401, 'NOT_AUTHENTICATED')
    })
  }
  await step('names every fault of a manifest with its place', async () => {
    const answer = await ask({ ...validate, headers: { 'content-type': 'text/plain' }, body: brokenManifest(names) })
    const { errors } = expectProblem(answer, 422, 'MANIFEST_INVALID')
    expectThat(Array.isArray(errors) && errors.length > 1, 'it does not list several faults')
    for (const error of Array.isArray(errors) ? errors : []) {
      expectThat(typeof error?.code === 'string', 'a fault has no code')
      expectThat(Number.isInteger(error?.line), `${error?.code} has no line`)
    }
  })
  await step('refuses a body whose type is not a manifest', async () => {
    const answer = await ask({
      ...validate,
      headers: { 'content-type': 'application/pdf' },
      body: importManifest(names),
    })
    expectProblem(answer, 415, 'MEDIA_TYPE_UNSUPPORTED')
  })
  await step('refuses a query that makes no sense', async () => {
    expectProblem(await ask({ method: 'GET', route: '/v1/jobs', query: { pageSize: 'many' } }), 400, 'QUERY_INVALID')
  })
  await step('knows no job that was never made', async () => {
    const route = '/v1/jobs/{jobId}'
    expectProblem(await ask({ method: 'GET', route, params: { jobId: 'ZZZZZ' } }), 404, 'JOB_NOT_FOUND')
  })
}
