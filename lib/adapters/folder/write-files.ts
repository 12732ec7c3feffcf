import { parentPort } from 'node:worker_threads'
import { newId } from '../system/system.ts'
import { createFiles, type FileOutcome, type NewFile } from './whole-file.ts'

/** Files that are to be written, and what came of them. */
export interface FileRequest {
  readonly number: number
  readonly files: readonly NewFile[]
}
export interface FileReply {
  readonly number: number
  readonly outcomes: readonly FileOutcome[]
}

/** Where the code of the thread is, which is this very file: the source, or a part of the bundled program. */
export const WRITER = import.meta.filename

// There is one in a thread alone.
parentPort?.on('message', async ({ number, files }: FileRequest) => {
  parentPort?.postMessage({ number, outcomes: await createFiles(files, newId) } satisfies FileReply)
})
