import { once } from 'node:events'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { bundleTests, type Change, instrument } from './instrument.ts'
import type { Subject } from './subjects.ts'
import type { Message, Result } from './try-changes.ts'

/** A worker that is silent for so long is in a loop, which counts as noticed. */
const SILENCE_MS = 120_000

export interface Tried extends Change {
  readonly result: Result
}

/**
 * Tries each change of a subject, and says what came of it.
 *
 * @param every only changes in every so manieth line
 * @throws Error if a test fails without any change
 */
export const measure = async ({ mutate, tests }: Subject, name: string, every: number): Promise<readonly Tried[]> => {
  const { contents, changes } = await instrument(globSync([...mutate]).sort())
  const program = resolve(`node_modules/.cache/waybill-mutation/${name}.mjs`)
  await bundleTests(globSync([...tests]).sort(), contents, program)

  const results: Tried[] = []
  let worker = await startWorker(program)
  const wanted = changes.filter(({ line }) => line % every === 0)
  for (const change of wanted) {
    const result = await ask(worker, change.id)
    results.push({ ...change, result })
    if (results.length % 25 === 0) process.stderr.write(`${name}: ${results.length} of ${wanted.length} changes\n`)
    if (result !== 'timeout') continue
    // What hangs may wake up in the middle of another change.
    await worker.terminate()
    worker = await startWorker(program)
  }
  await worker.terminate()
  return results
}

const startWorker = async (program: string): Promise<Worker> => {
  const worker = new Worker(new URL('./try-changes.ts', import.meta.url), {
    workerData: { program: pathToFileURL(program).href },
  })
  const message = await next(worker)
  if (message?.is !== 'ready') throw new Error('The tests did not start')
  if (message.failure !== undefined) throw new Error(`A test fails without any change: ${message.failure}`)
  return worker
}

const ask = async (worker: Worker, id: string): Promise<Result> => {
  worker.postMessage(id)
  const message = await next(worker)
  return message?.is === 'result' ? message.result : 'timeout'
}

/** @returns `undefined` if nothing comes */
const next = async (worker: Worker): Promise<Message | undefined> => {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), SILENCE_MS)
  try {
    // Only our worker sends, and nothing but messages.
    const [message] = (await once(worker, 'message', { signal: silence.signal })) as [Message]
    return message
  } catch (error) {
    if (silence.signal.aborted) return undefined
    throw error
  } finally {
    clearTimeout(timer)
  }
}
