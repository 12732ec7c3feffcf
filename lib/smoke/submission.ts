import { hash } from 'node:crypto'
import type { SmokeAnswer } from './ask.ts'
import { type Answered, expectJson, expectStatus, expectThat, textOf } from './expect.ts'
import { ebsManifest, importManifest } from './manifests.ts'
import type { DoStep, Scene, Smoke } from './smoke.ts'

/** Tries the main task: submits jobs, looks them up, fetches SIGNATURE and PDF, and cancels them again. */
export const submission: Scene = async (smoke, step) => {
  if (!smoke.submit) return
  const made: string[] = []
  try {
    await importJob(smoke, step, made)
    await ebsJob(smoke, step, made)
  } finally {
    for (const jobId of made) {
      await step(`cancels ${jobId}`, async () => {
        const answer = await smoke.ask({ method: 'POST', route: '/v1/jobs/{jobId}/cancel', params: { jobId } })
        expectThat(expectJson(answer, 200).state === 'cancelled', 'the job is not cancelled')
      })
    }
  }
}

const importJob = async (smoke: Smoke, step: DoStep, made: string[]) => {
  const { ask, id } = smoke
  const job = await step('submits a manifest', async () => {
    const answer = await submit(smoke, 'import')
    const created = expectJson(answer, 201)
    made.push(String(created.jobId))
    for (const member of ['jobId', 'signature', 'signatureFileContents', 'shippingAddress']) {
      expectThat(created[member] !== undefined && created[member] !== '', `the job has no "${member}"`)
    }
    expectThat(
      answer.headers.location?.endsWith(`/v1/jobs/${String(created.jobId)}`) === true,
      'Location does not lead to the job',
    )
    return created
  })
  const jobId = String(job.jobId)
  await step('makes no second job of the same submission', async () => {
    const answer = await submit(smoke, 'import')
    expectThat(expectJson(answer, 200).jobId === jobId, 'another job was made')
    expectThat(answer.headers['idempotency-replayed'] === 'true', 'the replay is not marked')
  })
  await step('gives the SIGNATURE byte for byte', async () => {
    const answer = await ask({ method: 'GET', route: '/v1/jobs/{jobId}/signature', params: { jobId } })
    expectStatus(answer, 200)
    expectThat(textOf(answer) === job.signatureFileContents, 'it is not what the submission answered')
    const digest = `sha-256=:${hash('sha256', answer.body, 'base64')}:`
    expectThat(answer.headers['repr-digest'] === digest, 'its digest is not that of its bytes')
  })
  await step('knows whose a SIGNATURE is', async () => {
    const answer = await ask({
      method: 'POST',
      route: '/v1/signatures/verify',
      headers: { 'content-type': 'text/plain' },
      body: String(job.signatureFileContents),
    })
    const found = expectJson(answer, 200)
    expectThat(found.genuine === true && found.jobId === jobId, 'it does not find the SIGNATURE genuine')
  })
  await step('looks the job up again', async () => {
    const found = expectJson(await ask({ method: 'GET', route: '/v1/jobs/{jobId}', params: { jobId } }), 200)
    expectThat(found.deviceId === `SMOKE-${id}`, `it shows the device ${String(found.deviceId)}`)
    expectThat(found.state === 'created', `it is ${String(found.state)}`)
  })
  await step('lists it by its ID', async () => {
    const { jobs } = expectJson(await ask({ method: 'GET', route: '/v1/jobs', query: { jobId } }), 200)
    expectThat(Array.isArray(jobs) && jobs.length === 1 && jobs[0]?.jobId === jobId, 'the list does not show it')
  })
  await step('has its history', async () => {
    const answer = await ask({ method: 'GET', route: '/v1/jobs/{jobId}/events', params: { jobId } })
    const { events } = expectJson(answer, 200)
    expectThat(Array.isArray(events) && events.length > 0, 'nothing is in it')
  })
}

const ebsJob = async (smoke: Smoke, step: DoStep, made: string[]) => {
  const name = await step('submits a manifest whose job has a PDF', async () => {
    const created = expectJson(await submit(smoke, 'ebs'), 201)
    made.push(String(created.jobId))
    return artifactOf(created)
  })
  await step('gives the PDF', async () => {
    const jobId = made.at(-1) ?? ''
    const answer = await smoke.ask({
      method: 'GET',
      route: '/v1/jobs/{jobId}/artifacts/{name}',
      params: { jobId, name },
    })
    expectStatus(answer, 200)
    expectThat(answer.headers['content-type'] === 'application/pdf', 'it is not sent as a PDF')
    expectThat(textOf(answer).startsWith('%PDF-'), 'it is not a PDF')
  })
}

const artifactOf = ({ artifacts }: Answered): string => {
  const [first] = Array.isArray(artifacts) ? artifacts : []
  expectThat(typeof first?.name === 'string', 'the job names no artifact')
  return String(first.name)
}

const MANIFESTS = { import: importManifest, ebs: ebsManifest } as const

const submit = ({ ask, accessKeyId, bucket, id }: Smoke, kind: keyof typeof MANIFESTS): Promise<SmokeAnswer> =>
  ask({
    method: 'POST',
    route: '/v1/jobs',
    headers: { 'content-type': 'text/plain', 'idempotency-key': `smoke-${id}-${kind}` },
    body: MANIFESTS[kind]({ accessKeyId, bucket, deviceId: `SMOKE-${id}` }),
  })
