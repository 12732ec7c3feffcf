#!/usr/bin/env node
import { main } from '../lib/cli/main.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: { write: text => process.stdout.write(text), isTerminal: process.stdout.isTTY ?? false },
  stderr: { write: text => process.stderr.write(text), isTerminal: process.stderr.isTTY ?? false },
  cwd: process.cwd(),
  env: process.env,
  stopped: stop.signal,
})
