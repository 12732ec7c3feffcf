// Runs a bundle as Lambda's Node runtime does: `handler` of `index.mjs` in the folder that is named, with an event and a
// context. A process of its own, so that nothing is there but what is in the bundle.
import { json } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const [folder, name] = process.argv.slice(2)
const { handler } = await import(pathToFileURL(`${folder}/index.mjs`).href)
const event = await json(process.stdin)
const context = {
  awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  functionName: name,
  functionVersion: '1',
  memoryLimitInMB: '512',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:111122223333:function:${name}`,
  getRemainingTimeInMillis: () => 60_000,
}
const answer = await handler(event, context).then(
  result => ({ result }),
  error => ({ error: { name: error.name, message: error.message } }),
)
await new Promise(resolve => process.send(answer, resolve))
// Lambda freezes a process that has answered; whatever is still open does not keep it.
process.exit()
