import { fstatSync, statSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import type { Output } from '../lib/cli/command.ts'

type Descriptor = 1 | 2

/**
 * Standard output or standard error of this process. Node's own stream is opened only where it is needed, since that takes
 * longer than most commands take to print: in a terminal, on Windows, and where a pipe takes no more for now.
 *
 * @param failed called with the reason, whenever something cannot be written
 */
export const outputTo = (descriptor: Descriptor, failed: (error: NodeJS.ErrnoException) => void): Output => {
  let opened: NodeJS.WriteStream | undefined
  const stream = (): NodeJS.WriteStream => {
    opened ??= (descriptor === 1 ? process.stdout : process.stderr).on('error', failed)
    return opened
  }
  const write = (text: string): void => {
    if (opened) return void opened.write(text)
    const bytes = Buffer.from(text)
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(descriptor, bytes, written)
    } catch (error) {
      // What the file system throws.
      const reason = error as NodeJS.ErrnoException
      if (reason.code === 'EAGAIN') stream().write(bytes.subarray(written))
      else failed(reason)
    }
  }
  return {
    write: process.platform === 'win32' ? text => void stream().write(text) : write,
    get isTerminal() {
      return mayBeTerminal(descriptor) && (stream().isTTY ?? false)
    },
  }
}

/** Files, pipes and the device that swallows all are no terminals, and need no stream to know it. */
const mayBeTerminal = (descriptor: Descriptor): boolean => {
  try {
    const found = fstatSync(descriptor)
    return found.isCharacterDevice() && found.rdev !== statSync(devNull).rdev
  } catch {
    return false // it is closed
  }
}
