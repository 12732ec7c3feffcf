import type { ChildProcess } from 'node:child_process'

/** Gives a process its whole input. One that ends before it has read that has its exit code all the same. */
export const feed = ({ stdin }: ChildProcess, input: string | Uint8Array): void => {
  stdin?.on('error', () => undefined)
  stdin?.end(input)
}
