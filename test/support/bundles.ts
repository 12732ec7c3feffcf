import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Template } from 'aws-cdk-lib/assertions'
import type { Metafile } from 'esbuild'
import { bundle } from '../../lib/infra/functions/bundle.ts'
import type { Stage } from '../../lib/infra/stage/stage.ts'
import { resourcesOf, stacksOf } from './synth.ts'

const INVOKE = 'test/support/invoke-bundle.mjs'

/** A function as it is deployed: its bundle in a folder, and what is in it. */
export const buildBundle = (folder: string, name: string) => {
  const target = join(folder, name)
  mkdirSync(target)
  const { outputs } = bundle(name, target).metafile
  const atStart = filesAtStart(outputs)
  return {
    folder: target,
    name,
    outputs,
    atStart,
    bytesAtStart: atStart.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0),
  }
}

export type Bundle = ReturnType<typeof buildBundle>

/** What is read before the first event: the entry, and what it imports other than with `import()`. */
const filesAtStart = (outputs: Metafile['outputs']): string[] => {
  const entry = Object.keys(outputs).find(file => file.endsWith('/index.mjs')) ?? ''
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) visit(path)
    }
  }
  visit(entry)
  return [...seen]
}

/** The environment that a stage's template gives a function. What only AWS knows stands there by its logical ID. */
export const environmentOf = (stage: Stage, name: string): Record<string, string> => {
  const { waybill, depot } = stacksOf(stage)
  const functions = [waybill, ...(depot ? [depot] : [])].flatMap(stack =>
    Object.values(resourcesOf(Template.fromStack(stack), 'AWS::Lambda::Function')),
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
  const answerFile = join(folder, 'answer.json')
  const child = spawn(process.execPath, [INVOKE, folder, name, answerFile], {
    env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: name, AWS_REGION: 'us-east-1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      log += chunk
    })
  }
  child.stdin.end(JSON.stringify(event))
  const [code] = await once(child, 'close')
  if (code !== 0) return { error: { name: 'Exit', message: `${code}` }, log }
  return { ...JSON.parse(readFileSync(answerFile, 'utf8')), log }
}
