import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundle } from '../../lib/infra/functions/bundle.ts'
import type { Stage } from '../../lib/infra/stage/stage.ts'
import { feed } from './feed.ts'
import { onceARun } from './run/once-a-run.ts'
import { resourcesOf, stacksOf } from './synth.ts'

const INVOKE = 'test/support/invoke-bundle.mjs'

/** A function as it is deployed: its bundle in a folder, and what is in it. Each is built once in a run of the tests. */
export const buildBundle = (name: string) => {
  const { folder, made } = onceARun(['bundle', name], target => bundle(name, target))
  return { folder, name, metafile: made }
}

export type Bundle = ReturnType<typeof buildBundle>

/** The environment that a stage's template gives a function. What only AWS knows stands there by its logical ID. */
export const environmentOf = (stage: Stage, name: string): Record<string, string> => {
  const { waybill, depot } = stacksOf(stage)
  const functions = [waybill, ...(depot ? [depot] : [])].flatMap(({ template }) =>
    Object.values(resourcesOf(template, 'AWS::Lambda::Function')),
  )
  const found = functions.find(({ Properties }) => Properties.FunctionName === `waybill-${stage.name}-${name}`)
  const { Variables = {} } = (found?.Properties.Environment ?? {}) as { Variables?: Record<string, unknown> }
  return Object.fromEntries(
    Object.entries(Variables).map(([key, value]) => [key, typeof value === 'string' ? value : `deployed-${key}`]),
  )
}

/** Loads a bundle in a process of its own, and hands it one event. */
export const invoke = async (
  { folder, name }: Bundle,
  event: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<{ result?: Record<string, unknown>; error?: { name: string; message: string }; log: string }> => {
  const child = spawn(process.execPath, [INVOKE, folder, name], {
    env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: name, AWS_REGION: 'us-east-1' },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  })
  let answer: object = {}
  child.on('message', (message: object) => {
    answer = message
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      log += chunk
    })
  }
  feed(child, JSON.stringify(event))
  const [code] = await once(child, 'close')
  if (code !== 0) return { error: { name: 'Exit', message: `${code}` }, log }
  return { ...answer, log }
}
