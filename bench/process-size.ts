import { readdir, readFile } from 'node:fs/promises'
import { median } from './median.ts'

/** What a process holds. */
export interface ProcessSize {
  readonly residentMb: number
  /** Of that, what the process has for itself: no code, and no pages of LevelDB's files. */
  readonly privateMb: number
  readonly handles: number
}

/** Of another process; Linux only (proc(5)). */
export const sizeOf = async (pid: number): Promise<ProcessSize> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string) => {
    const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
    if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${name}`)
    return Number(kilobytes) / 1024
  }
  const handles = (await readdir(`/proc/${pid}/fd`)).length
  return { residentMb: megabytes('VmRSS'), privateMb: megabytes('RssAnon'), handles }
}

/** proc(5) counts in these steps. */
const TICK_MS = 10

/** The CPU that another process has taken up to now, user and system, in milliseconds; Linux only (proc(5): utime, stime). */
export const cpuMsOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [, fields = ''] = /\) (.*)/.exec(stat) ?? []
  const [utime = 0, stime = 0] = fields.split(' ').slice(11, 13).map(Number)
  return (utime + stime) * TICK_MS
}

/** Whether a process grows: its size when it had warmed up, and at the end, each the median of several looks. */
export const growth = (sizes: readonly ProcessSize[]): { readonly warm: ProcessSize; readonly end: ProcessSize } => {
  const tenth = Math.max(1, Math.floor(sizes.length / 10))
  const middle = (some: readonly ProcessSize[]): ProcessSize => ({
    residentMb: median(some.map(({ residentMb }) => residentMb)),
    privateMb: median(some.map(({ privateMb }) => privateMb)),
    handles: median(some.map(({ handles }) => handles)),
  })
  return {
    warm: middle(sizes.slice(Math.min(tenth, sizes.length - 1), 2 * tenth + 1)),
    end: middle(sizes.slice(-tenth)),
  }
}
