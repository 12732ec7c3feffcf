import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './median.ts'

const ROOT = join(import.meta.dirname, '..')

/** A program that starts Waybill, perhaps through others. */
interface Starter {
  readonly file: string
  readonly args: readonly string[]
}

/** Milliseconds from the start of each program to the answer to a first request, medians over so many runs in turn. */
export const firstAnswers = async <Name extends string>(
  starters: Readonly<Record<Name, Starter>>,
  runs: number,
): Promise<Readonly<Record<Name, number>>> => {
  // The keys of a Record<Name, …> are its names.
  const names = Object.keys(starters) as Name[]
  const times = new Map<Name, number[]>(names.map(name => [name, []]))
  for (const name of names) await firstAnswerMs(starters[name])
  for (let turn = 0; turn < runs; turn++) {
    for (const name of names) times.get(name)?.push(await firstAnswerMs(starters[name]))
  }
  return Object.fromEntries(names.map(name => [name, median(times.get(name) ?? [])])) as Record<Name, number>
}

const firstAnswerMs = async ({ file, args }: Starter): Promise<number> => {
  const data = await mkdtemp(join(tmpdir(), 'waybill-start-'))
  const start = performance.now()
  const child = spawn(file, args, {
    cwd: ROOT,
    // A group of its own: what it starts in its turn ends with it.
    detached: true,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      WAYBILL_PORT: '0',
      WAYBILL_DEPOT_PORT: '0',
      WAYBILL_DATA_DIR: data,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const closed = once(child, 'close')
  try {
    await answerOf(await addressIn(child.stdout))
    return performance.now() - start
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
    await closed
    await rm(data, { recursive: true, force: true })
  }
}

const addressIn = async (output: AsyncIterable<unknown>): Promise<string> => {
  let text = ''
  const reader = output[Symbol.asyncIterator]()
  for (let next = await reader.next(); !next.done; next = await reader.next()) {
    text += String(next.value)
    const [, url] = /^Waybill +(http:\S+)/m.exec(text) ?? []
    if (url !== undefined) return url
  }
  throw new Error(`It did not start:\n${text}`)
}

const answerOf = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    request(`${url}/v1/health`, response => {
      response.resume()
      response.on('end', resolve)
    })
      .on('error', reject)
      .end()
  })
