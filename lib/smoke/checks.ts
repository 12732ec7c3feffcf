import { expectJson, expectStatus, expectThat } from './expect.ts'
import { importManifest } from './manifests.ts'
import type { Scene } from './smoke.ts'

/** Tries a check of a manifest. It has no schedule, and is deleted again. */
export const checks: Scene = async ({ ask, accessKeyId, bucket, id }, step) => {
  const check = { route: '/v1/checks/{name}', params: { name: `smoke-${id}` } } as const
  await step('makes a check', async () => {
    const answer = await ask({
      ...check,
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ manifest: importManifest({ accessKeyId, bucket, deviceId: `SMOKE-${id}` }) }),
    })
    expectStatus(answer, 201)
  })
  try {
    await step('runs the check', async () => {
      const { outcome } = expectJson(await ask({ ...check, method: 'POST', route: '/v1/checks/{name}/run' }), 200)
      expectThat(outcome === 'pass', `its outcome is ${String(outcome)}`)
    })
    await step("lists the check's runs", async () => {
      const { runs } = expectJson(await ask({ ...check, method: 'GET', route: '/v1/checks/{name}/runs' }), 200)
      expectThat(Array.isArray(runs) && runs.length === 1, 'it does not show the run')
    })
  } finally {
    await step('deletes the check', async () => expectStatus(await ask({ ...check, method: 'DELETE' }), 204))
  }
}
