import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { relative } from 'node:path'

/** What a process did to the files of a folder, in order. Names are relative to the folder, which itself is empty text. */
export type FileStep =
  | { readonly is: 'create' | 'folder'; readonly name: string }
  /** Without a place: behind what is there. */
  | { readonly is: 'write'; readonly name: string; readonly at: number | undefined; readonly bytes: Buffer }
  | { readonly is: 'truncate'; readonly name: string; readonly size: number }
  /** What was written to the file, or named in the folder, before `begun` is on the disk now. */
  | { readonly is: 'flush'; readonly name: string; readonly begun: number }
  | { readonly is: 'link' | 'rename'; readonly name: string; readonly from: string }
  | { readonly is: 'unlink'; readonly name: string }
  /** An answer left the process. */
  | { readonly is: 'answer'; readonly text: string }

const CALLS =
  'openat,write,writev,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,sendto,sendmsg'

/** How strace is called to see the steps of a command, and what it costs to print them. */
export const straceArguments = (output: string): readonly string[] => [
  '-f',
  '-y',
  '-xx',
  '-s',
  '200000',
  '-e',
  `trace=${CALLS}`,
  '-e',
  'signal=none',
  '-o',
  output,
]

/** Whether this machine has strace, and lets it look. */
export const canTrace = async (): Promise<boolean> => {
  const child = spawn('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
  const outcome = await Promise.race([once(child, 'exit'), once(child, 'error').then(() => [1])]).catch(() => [1])
  return outcome[0] === 0
}

/** The steps in a trace that `straceArguments` made. */
export const readTrace = (trace: string, folder: string): readonly FileStep[] => {
  const steps: FileStep[] = []
  const unfinished = new Map<string, { readonly line: string; readonly begun: number }>()
  for (const line of trace.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(pid, { line: rest.slice(0, -'<unfinished ...>'.length), begun: steps.length })
      continue
    }
    const [, resumed] = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest) ?? []
    const before = resumed === undefined ? undefined : unfinished.get(pid)
    const whole = before ? `${before.line}${resumed}` : rest
    const step = readCall(whole, folder, before?.begun ?? steps.length)
    if (step) steps.push(step)
  }
  return steps
}

const readCall = (text: string, folder: string, begun: number): FileStep | undefined => {
  const [, call = '', spaced = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+)/s.exec(text) ?? []
  if (call === '' || result.startsWith('-')) return undefined
  const args = spaced.trimEnd()
  const texts = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
  )
  const inFolder = (path: string) => {
    const name = relative(folder, path)
    return name.startsWith('..') ? undefined : name
  }
  const [, descriptor] = /^\d+<([^>]*)>/.exec(args) ?? []
  const open = descriptor === undefined ? undefined : plainText(descriptor)
  const name = open === undefined ? undefined : inFolder(open)
  const paths = texts.map(bytes => inFolder(bytes.toString()))

  if (call === 'openat') {
    const path = paths[0]
    return path !== undefined && args.includes('O_CREAT') ? { is: 'create', name: path } : undefined
  }
  if (call.startsWith('mkdir')) return paths[0] === undefined ? undefined : { is: 'folder', name: paths[0] }
  if (call.startsWith('unlink')) return paths[0] === undefined ? undefined : { is: 'unlink', name: paths[0] }
  if (call.startsWith('link') || call.startsWith('rename')) {
    const [from, to] = paths
    const is = call.startsWith('link') ? 'link' : 'rename'
    return from === undefined || to === undefined ? undefined : { is, name: to, from }
  }
  if (name !== undefined) {
    if (call === 'fsync' || call === 'fdatasync') return { is: 'flush', name, begun }
    if (call === 'ftruncate') return { is: 'truncate', name, size: Number(/, (\d+)$/.exec(args)?.[1]) }
    const bytes = Buffer.concat(texts).subarray(0, Number(result))
    if (call === 'pwrite64') return { is: 'write', name, at: Number(/, (\d+)$/.exec(args)?.[1]), bytes }
    return { is: 'write', name, at: undefined, bytes }
  }
  const said = Buffer.concat(texts).toString()
  return said.startsWith('HTTP/1.1') ? { is: 'answer', text: said } : undefined
}

/** With -xx, strace writes paths of descriptors so too. */
const plainText = (text: string) =>
  text.replace(/\\x([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
