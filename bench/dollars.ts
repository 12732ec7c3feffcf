import { randomUUID } from 'node:crypto'
import { getJob } from '../lib/actions/get-job.ts'
import { submitJob } from '../lib/actions/submit-job.ts'
import { jobTableDefinition } from '../lib/adapters/job-table.ts'
import { FUNCTIONS } from '../lib/infra/functions.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import { importManifest } from '../test/support/manifests.ts'
import { meter } from '../test/support/meter.ts'
import { submissionWorld } from '../test/support/submission-world.ts'
import { exampleStage, resourcesOf, templateOf } from '../test/support/synth.ts'
import type { Bench } from './bench.ts'

/** AWS's list prices in us-east-1 as of November 2026, without any free tier: of a million, a gigabyte, a month. */
const PRICE = {
  restRequest: 3.5,
  lambdaRequest: 0.2,
  lambdaGbSecondArm: 0.000_013_333_4,
  writeUnit: 0.625,
  readUnit: 0.125,
  s3Put: 5,
  sqsRequest: 0.4,
  schedule: 1,
  kmsRequest: 3,
  logGb: 0.5,
  trace: 5,
}
const A_MONTH = {
  'AWS::SecretsManager::Secret': 0.4,
  'AWS::KMS::Key': 1,
  'AWS::CloudWatch::Alarm': 0.1,
  'AWS::CloudWatch::Dashboard': 3,
  'AWS::WAFv2::WebACL': 5,
} as const

/** Of a request's time nobody can know the service's share beforehand; these are the reference profiles' own assumptions. */
const SECONDS = { submit: 0.25, lookUp: 0.015, check: 0.25, init: 0.3 }
const COLD = 0.01
const LOG_KB = 1.5
/** X-Ray's default rule: one request a second, and this share of the others. */
const TRACED = 0.05

/** Index entries that a submission writes beside its items: four of the job, and the open record's coming and going. */
const INDEX_WRITES = 6

/** Reference profiles of the same architecture, computed with the same prices. */
const LEAN = { name: 'a lean REST profile', value: 15.51 }
const BELT_AND_BRACES = { name: 'with all traced, WAF and x86', value: 29.24 }
const LEAN_LOOK_UP = { name: 'a lean REST profile', value: 4.4 }

const lambda = (name: keyof typeof FUNCTIONS, seconds: number) =>
  PRICE.lambdaRequest +
  (FUNCTIONS[name].memoryMb / 1024) * (seconds + COLD * SECONDS.init) * 1e6 * PRICE.lambdaGbSecondArm

const observed = PRICE.logGb * LOG_KB + PRICE.trace * TRACED

/** What a stage costs that nobody uses: what is paid for by the month. */
const idleMonth = () => {
  const template = templateOf(exampleStage())
  return Object.entries(A_MONTH).reduce(
    (sum, [type, price]) => sum + price * Object.keys(resourcesOf(template, type)).length,
    0,
  )
}

/** Dollars of AWS, from what is measured of requests and counted in the template. */
export const dollars: Bench = {
  measures:
    'Dollars at list prices in us-east-1: units of DynamoDB as measured, memory and resources as deployed (the example stage), 250 ms for what asks the service and 15 ms for a look-up as the reference profiles assume.',
  limitedBy: 'API Gateway, S3 and DynamoDB, which are more than two thirds of a submission; Lambda is a tenth.',
  run: async () => {
    const dynamo = await startDynamo(jobTableDefinition('unused'))
    try {
      const counted = meter(dynamo.documents)
      const world = await submissionWorld(dynamo)
      const caller = { team: 'lab', principal: 'ann', role: 'member' } as const
      counted.take()
      const { job } = await submitJob(world.deps, { caller, requestId: randomUUID(), text: importManifest() })
      const writes = counted.take().capacityUnits + INDEX_WRITES
      await getJob(world.deps, { caller, jobId: job.jobId })
      const reads = counted.take().capacityUnits

      const submission =
        PRICE.restRequest + lambda('submit-jobs', SECONDS.submit) + PRICE.writeUnit * writes + PRICE.s3Put + observed
      const lookUp = PRICE.restRequest + lambda('look-up-jobs', SECONDS.lookUp) + PRICE.readUnit * reads + observed
      // The queue is written, read and cleared; the check is read, read again and replaced; its run is put.
      const check =
        PRICE.schedule +
        3 * PRICE.sqsRequest +
        lambda('run-check', SECONDS.check) +
        PRICE.kmsRequest +
        2 * PRICE.readUnit +
        4 * PRICE.writeUnit +
        observed
      return [
        { name: 'a million submissions', unit: '$', ours: submission, peer: LEAN },
        { name: 'a million submissions', unit: '$', ours: submission, peer: BELT_AND_BRACES },
        { name: 'a million look-ups by job ID', unit: '$', ours: lookUp, peer: LEAN_LOOK_UP },
        { name: 'a million checks run', unit: '$', ours: check },
        { name: 'a month without a request', unit: '$', ours: idleMonth() },
      ]
    } finally {
      await dynamo.stop()
    }
  },
}
