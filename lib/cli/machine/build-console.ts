import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Output } from '../command.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export const isConsoleBuilt = (): boolean => existsSync(`${ROOT}console/dist/index.html`)

/** Builds the web page beside what runs already; that it failed is reported, and stops nothing else. */
export const buildConsole = (stdout: Output, stopped: AbortSignal): void => {
  const child = spawn(process.execPath, ['build/console.ts'], { cwd: ROOT, signal: stopped })
  let said = ''
  child.stdout.on('data', text => stdout.write(String(text)))
  child.stderr.on('data', text => {
    said += text
  })
  // A stop ends the build too, and is reported here as an error.
  child.on('error', () => undefined)
  child.on('exit', code => {
    if (code === 0 || stopped.aborted) return
    stdout.write(`The console could not be built; everything else works. "npm run build" tries again.\n${said}`)
  })
}
