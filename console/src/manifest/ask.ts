import { CodeGone } from '../parts/code-gone.ts'
import type { QuestionName, Questions } from './protocol.ts'

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

let worker: Worker | undefined
let lastId = 0
const waiting = new Map<number, Waiting>()

const started = (): Worker => {
  if (worker) return worker
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; answer: never }>) => {
    waiting.get(data.id)?.resolve(data.answer)
    waiting.delete(data.id)
  })
  // Its code did not come, or failed. Whoever asks next starts another one.
  worker.addEventListener('error', ({ message }: ErrorEvent) => {
    worker?.terminate()
    worker = undefined
    const error = message ? new Error(message) : new CodeGone('The code of the manifest language could not be loaded.')
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  })
  return worker
}

/**
 * Asks the manifest language, which runs beside the page.
 *
 * @throws CodeGone where its code cannot be loaded
 */
export const askManifest = <N extends QuestionName>(
  name: N,
  asked: Questions[N]['asked'],
): Promise<Questions[N]['answer']> =>
  new Promise((resolve, reject) => {
    const id = ++lastId
    waiting.set(id, { resolve, reject })
    started().postMessage({ id, name, asked })
  })
