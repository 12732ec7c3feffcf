import type { QuestionName, Questions } from './protocol.ts'

let worker: Worker | undefined
let lastId = 0
const waiting = new Map<number, (answer: never) => void>()

const started = (): Worker => {
  if (worker) return worker
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; answer: never }>) => {
    waiting.get(data.id)?.(data.answer)
    waiting.delete(data.id)
  })
  return worker
}

/** Asks the manifest language, which runs beside the page. */
export const askManifest = <N extends QuestionName>(
  name: N,
  asked: Questions[N]['asked'],
): Promise<Questions[N]['answer']> =>
  new Promise(resolve => {
    const id = ++lastId
    waiting.set(id, resolve)
    started().postMessage({ id, name, asked })
  })
