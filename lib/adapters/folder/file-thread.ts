import { Worker } from 'node:worker_threads'
import type { FileOutcome, NewFile } from './whole-file.ts'
import type { FileReply, FileRequest } from './write-files.ts'

/** Writes files beside the event loop. */
export interface FileThread {
  /** What `createFiles` does. Of an error its message is left, and not its code. */
  createFiles(files: readonly NewFile[]): Promise<readonly FileOutcome[]>
  /** Ends the thread. What it had not written fails. */
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (outcomes: readonly FileOutcome[]) => void
  readonly reject: (error: unknown) => void
}

const MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 }

/**
 * A thread that writes files. Besides its flush, each file takes a fifth of a millisecond of the calls that make folder and
 * name, and these wait whenever the file system commits its journal. All files of a request make one message.
 *
 * The thread begins with the first request, and again after its end, whatever ended it.
 */
export const createFileThread = (): FileThread => {
  const waiting = new Map<number, Waiting>()
  let worker: Promise<Worker> | undefined
  let last = 0

  const begin = async (): Promise<Worker> => {
    const { WRITER } = await import('./write-files.ts')
    const begun = new Worker(WRITER, { resourceLimits: MEMORY })
    let failure: unknown
    // Our own thread posts nothing else.
    begun.on('message', ({ number, outcomes }: FileReply) => {
      waiting.get(number)?.resolve(outcomes)
      waiting.delete(number)
      if (waiting.size === 0) begun.unref()
    })
    begun.on('error', error => {
      failure = error
    })
    begun.on('exit', () => {
      worker = undefined
      const ended = new Error('The thread that writes files has ended', { cause: failure })
      for (const { reject } of waiting.values()) reject(ended)
      waiting.clear()
    })
    return begun
  }

  return {
    createFiles: async files => {
      worker ??= begin()
      const begun = await worker
      return new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        // The process must not end before its files are written.
        begun.ref()
        begun.postMessage({ number: last, files } satisfies FileRequest)
      })
    },
    close: async () => {
      await (await worker)?.terminate()
    },
  }
}
