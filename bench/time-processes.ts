import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { median } from './median.ts'

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** What a whole process takes, from its start to its end. What this machine does not tell is left out. */
export interface ProcessFigures {
  readonly wallMs: number
  readonly cpuMs?: number
  readonly peakMb?: number
}

/** Runs that only look at memory: it hardly varies. */
const MEMORY_RUNS = 3

/** Medians over so many runs of each command, in turn: A B A B. Every run must end with exit code 0. */
export const processes = async <Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  runs: number,
): Promise<Readonly<Record<Name, ProcessFigures>>> => {
  // The keys of a Record<Name, …> are its names.
  const names = Object.keys(commands) as Name[]
  const walls = new Map<Name, number[]>(names.map(name => [name, []]))
  const cpus = new Map<Name, number>()
  for (const name of names) await run(commands[name])
  for (let turn = 0; turn < runs; turn++) {
    for (const name of names) {
      const cpu = await childrensCpuMs()
      const start = performance.now()
      await run(commands[name])
      walls.get(name)?.push(performance.now() - start)
      cpus.set(name, (cpus.get(name) ?? 0) + (await childrensCpuMs()) - cpu)
    }
  }
  const figures = async (name: Name): Promise<ProcessFigures> => {
    const cpuMs = (cpus.get(name) ?? 0) / runs
    const peakMb = await peak(commands[name], Math.min(runs, MEMORY_RUNS))
    return { wallMs: median(walls.get(name) ?? []), ...(cpuMs > 0 && { cpuMs }), ...(peakMb && { peakMb }) }
  }
  const entries: [Name, ProcessFigures][] = []
  for (const name of names) entries.push([name, await figures(name)])
  return Object.fromEntries(entries) as Record<Name, ProcessFigures>
}

/** @returns what it wrote to its error output */
const run = ({ file, args, environment = {}, cwd }: Command): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment }
    const child = spawn(file, args, { env, ...(cwd && { cwd }), stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', chunk => {
      complaint += chunk
    })
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(complaint)
      else reject(new Error(`${file} ${args.join(' ')} ended with ${code}:\n${complaint}`))
    })
  })

/** Of all children that have ended, user and system, in steps of 10 ms (Linux, proc(5): cutime and cstime). */
const childrensCpuMs = async (): Promise<number> => {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => '')
  const [, fields = ''] = /\) (.*)/.exec(stat) ?? []
  const [cutime = 0, cstime = 0] = fields.split(' ').slice(13, 15).map(Number)
  return (cutime + cstime) * 10
}

const GNU_TIME = '/usr/bin/time'

/** The largest resident set of the process, by GNU time, where that is there (Debian: apt-get install time). */
const peak = async (command: Command, runs: number): Promise<number | undefined> => {
  if (process.platform !== 'linux' || !existsSync(GNU_TIME)) return undefined
  const kilobytes: number[] = []
  for (let turn = 0; turn < runs; turn++) {
    const written = await run({ ...command, file: GNU_TIME, args: ['-f', '%M', command.file, ...command.args] })
    kilobytes.push(Number(written.trim().split('\n').at(-1)))
  }
  return median(kilobytes) / 1024
}
