// Stands in for Lambda's Node runtime: loads `handler` of `index.mjs` in the folder that LAMBDA_TASK_ROOT names, and hands it
// one event at a time. A process of its own, in which nothing is but the bundle, and the environment that the template sets.
import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'

const {
  LAMBDA_TASK_ROOT,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB,
} = process.env

/**
 * The limits of a function's own, such as two seconds for an answer of DynamoDB, pass where the process that stands in for AWS
 * is stopped for as long. Unless a test is about them, each lasts as long as an invocation; waits are shorter.
 */
const A_LIMIT_MS = 1_000
const AMPLE_MS = 10 * 60_000
let hasOwnLimits = false
const ample = ms => (ms >= A_LIMIT_MS && !hasOwnLimits ? Math.max(ms, AMPLE_MS) : ms)
const { setTimeout: startTimer } = globalThis
const { timeout: abortAfter } = AbortSignal
const { setTimeout: limitIdleTime } = Socket.prototype
globalThis.setTimeout = Object.defineProperties(
  (act, ms, ...rest) => startTimer(act, ample(ms), ...rest),
  Object.getOwnPropertyDescriptors(startTimer),
)
AbortSignal.timeout = ms => abortAfter.call(AbortSignal, ample(ms))
Socket.prototype.setTimeout = function (ms, ...rest) {
  return limitIdleTime.call(this, ample(ms), ...rest)
}

const describe = error => ({ name: error?.name, message: error?.message })

const start = async () => {
  try {
    const { handler } = await import(pathToFileURL(`${LAMBDA_TASK_ROOT}/index.mjs`).href)
    process.send({ ready: true })
    return handler
  } catch (error) {
    process.send({ ready: false, error: describe(error) })
    throw error
  }
}

const handler = await start()

process.on('message', async ({ id, event, timeoutMs, ownLimits }) => {
  hasOwnLimits = ownLimits
  const end = performance.now() + timeoutMs
  const context = {
    awsRequestId: id,
    functionName,
    functionVersion: '1',
    memoryLimitInMB,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:111122223333:function:${functionName}:live`,
    getRemainingTimeInMillis: () => Math.max(0, end - performance.now()),
  }
  const outcome = await handler(event, context).then(
    result => ({ result }),
    error => ({ error: describe(error) }),
  )
  process.send({ id, ...outcome, rss: process.resourceUsage().maxRSS })
})
