import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from '../../lib/local/run.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { type FileStep, readTrace, straceArguments } from './file-trace.ts'
import { jobsAt } from './kill-rounds.ts'
import { importManifest } from './manifests.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const CLIENTS = 4
const MANIFESTS = 5
/** Cuts that are looked after side by side. */
const AT_ONCE = 8

/** A file or a folder, as the process saw it and as the disk has it. */
interface Inode {
  readonly isFolder?: boolean
  contents: Buffer
  durable: Buffer
  /** Since the last flush, each with the number of its step. */
  pending: { readonly step: number; readonly apply: (contents: Buffer) => Buffer }[]
}

/** A disk that keeps what was flushed, and of the rest what chance has it. */
class Disk {
  readonly #names = new Map<string, Inode>()
  #durableNames = new Map<string, Inode>()
  readonly #named: { readonly step: number; readonly name: string; readonly inode: Inode | undefined }[] = []

  constructor(folder: string) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('-shm')) continue
      const isFolder = statSync(join(folder, name)).isDirectory()
      const contents = isFolder ? Buffer.alloc(0) : readFileSync(join(folder, name))
      this.#names.set(name, { isFolder, contents, durable: contents, pending: [] })
    }
    this.#durableNames = new Map(this.#names)
  }

  take(step: FileStep, number: number): void {
    if (step.is === 'answer' || step.name.endsWith('-shm')) return
    const inode = this.#names.get(step.name)
    if (step.is === 'flush') this.#flush(step.name, step.begun)
    else if (step.is === 'write' && inode) {
      const { at, bytes } = step
      this.#change(inode, number, contents => written(contents, at ?? contents.length, bytes))
    } else if (step.is === 'truncate' && inode) {
      this.#change(inode, number, contents => written(contents, step.size, Buffer.alloc(0)).subarray(0, step.size))
    } else if ((step.is === 'create' || step.is === 'folder') && !inode) {
      const empty = { contents: Buffer.alloc(0), durable: Buffer.alloc(0), pending: [] }
      this.#name(step.name, { isFolder: step.is === 'folder', ...empty }, number)
    } else if (step.is === 'link' || step.is === 'rename') {
      this.#name(step.name, this.#names.get(step.from), number)
      if (step.is === 'rename') this.#name(step.from, undefined, number)
    } else if (step.is === 'unlink') this.#name(step.name, undefined, number)
  }

  #change(inode: Inode, step: number, apply: (contents: Buffer) => Buffer) {
    inode.contents = apply(inode.contents)
    inode.pending.push({ step, apply })
  }

  #name(name: string, inode: Inode | undefined, step: number) {
    if (inode) this.#names.set(name, inode)
    else this.#names.delete(name)
    this.#named.push({ step, name, inode })
  }

  #flush(name: string, begun: number) {
    const inode = this.#names.get(name)
    if (inode) {
      for (const { step, apply } of inode.pending) if (step < begun) inode.durable = apply(inode.durable)
      inode.pending = inode.pending.filter(({ step }) => step >= begun)
    }
    const isHere = ({ step, name: named }: { step: number; name: string }) =>
      step < begun && (dirname(named) === '.' ? '' : dirname(named)) === name
    for (const change of this.#named.filter(isHere)) {
      if (change.inode) this.#durableNames.set(change.name, change.inode)
      else this.#durableNames.delete(change.name)
    }
    const left = this.#named.filter(change => !isHere(change))
    this.#named.splice(0, this.#named.length, ...left)
  }

  /** What a power cut at this moment leaves. Of what was not flushed, any part may have come to the disk. */
  cut(folder: string, random: () => number): void {
    const names = new Map(this.#durableNames)
    for (const { name, inode } of this.#named) {
      if (random() < 0.5) continue
      if (inode) names.set(name, inode)
      else names.delete(name)
    }
    mkdirSync(folder)
    for (const [name, { isFolder, durable, pending }] of [...names].toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    )) {
      // What lies in a folder that has no name itself cannot be found.
      if (!existsSync(dirname(join(folder, name)))) continue
      if (isFolder) {
        mkdirSync(join(folder, name))
        continue
      }
      const keeps = random()
      const contents = pending.filter(() => random() < keeps).reduce((bytes, { apply }) => apply(bytes), durable)
      writeFileSync(join(folder, name), contents)
    }
  }
}

const written = (contents: Buffer, at: number, bytes: Buffer): Buffer => {
  const grown = Buffer.alloc(Math.max(contents.length, at + bytes.length))
  contents.copy(grown)
  bytes.copy(grown, at)
  return grown
}

export interface CutReport {
  readonly cuts: number
  /** Submissions answered before a cut, over all cuts. */
  readonly answered: number
  readonly flushes: number
  readonly submissions: number
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  /** Cuts after which Waybill did not start. */
  readonly refused: readonly string[]
}

/** Submits under strace, and then starts Waybill on what power cuts at so many moments would have left. */
export const powerCuts = async (cuts: number, random: () => number): Promise<CutReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-power-'))
  try {
    const data = join(folder, 'data')
    await (await startHere(data)).stop()
    const before = join(folder, 'before')
    cpSync(data, before, { recursive: true })
    const steps = readTrace(await traceSubmissions(data, join(folder, 'trace')), data)
    const answers = steps.flatMap((step, number) => {
      const [, jobId = ''] = step.is === 'answer' ? (/^HTTP\/1\.1 201[\s\S]*"jobId":"(\w+)"/.exec(step.text) ?? []) : []
      const [, disk = ''] = step.is === 'answer' ? (/"deviceId":"([^"]+)"/.exec(step.text) ?? []) : []
      return jobId === '' ? [] : [{ number, jobId, disk }]
    })
    const report = { lost: [] as string[], doubled: [] as string[], refused: [] as string[] }
    let answered = 0
    const look = async (cut: number): Promise<void> => {
      const moment = Math.floor(random() * steps.length)
      const disk = new Disk(before)
      for (const [number, step] of steps.slice(0, moment).entries()) disk.take(step, number)
      const left = join(folder, `left-${cut}`)
      disk.cut(left, random)
      const known = answers.filter(({ number }) => number < moment)
      answered += known.length
      const found = await lookAfter(left, known).catch((error: unknown) => String(error))
      if (typeof found === 'string') report.refused.push(`cut at step ${moment}: ${found}`)
      else {
        report.lost.push(...found.lost)
        report.doubled.push(...found.doubled)
      }
      rmSync(left, { recursive: true })
    }
    // What was under way at a cut is settled after seconds, in which the machine can look after other cuts.
    for (let from = 0; from < cuts; from += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, cuts - from) }, (_, index) => look(from + index)))
    }
    const flushes = steps.filter(step => step.is === 'flush').length
    return { cuts, answered, flushes, submissions: answers.length, ...report }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const startHere = (data: string) =>
  run(localConfig({ WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: data }), {
    info: () => undefined,
    error: () => undefined,
  })

/** @returns what strace has printed */
const traceSubmissions = async (data: string, output: string): Promise<string> => {
  const child = spawn('strace', [...straceArguments(output), process.execPath, 'bin/waybill.mjs', 'start'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'ignore'],
    // Its own group, so that what it traces ends with it.
    detached: true,
  })
  try {
    const url = await urlOf(child)
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let disk = 0; disk < MANIFESTS; disk += 1) await post(url, `c${client}-${disk}`)
    })
    await Promise.all(clients)
  } finally {
    const ended = once(child, 'exit')
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  return readFileSync(output, 'utf8')
}

const urlOf = async ({ stdout }: ChildProcess): Promise<string> => {
  let printed = ''
  for await (const chunk of stdout ?? []) {
    printed += chunk
    const [, url] = /^Waybill {2}(http:\S+)[\s\S]*Ctrl-C/m.exec(printed) ?? []
    if (url !== undefined) return url
  }
  throw new Error(`Waybill did not start under strace:\n${printed}`)
}

const manifestOf = (disk: string) => importManifest(`prefix:${disk}/`).replace(/^deviceId:.*$/m, `deviceId:${disk}`)

const post = async (url: string, disk: string): Promise<Response> => {
  const headers = { 'Content-Type': 'text/plain' }
  for (;;) {
    const answer = await fetch(`${url}/v1/jobs`, { method: 'POST', headers, body: manifestOf(disk) })
    if (answer.ok) return answer
    await answer.text()
    await after(200)
  }
}

/** Every job that was answered must be there, the same manifest must lead to it, and the depot must have no other. */
const lookAfter = async (data: string, known: readonly { readonly jobId: string; readonly disk: string }[]) => {
  const waybill = await startHere(data)
  try {
    const lost: string[] = []
    for (const { jobId, disk } of known) {
      const signature = await fetch(`${waybill.url}/v1/jobs/${jobId}/signature`)
      const text = await signature.text()
      if (signature.status !== 200 || !text.includes(`jobId:${jobId}\n`)) lost.push(`${jobId}: ${text}`)
      // Our own API's answer to a submission.
      const again = (await (await post(waybill.url, disk)).json()) as { jobId: string }
      if (again.jobId !== jobId) lost.push(`${jobId}: its manifest made ${again.jobId}`)
    }
    // What was under way at the cut may have made its job, which its own manifest leads to.
    const unanswered = Array.from(
      { length: CLIENTS * MANIFESTS },
      (_, index) => `c${index % CLIENTS}-${Math.floor(index / CLIENTS)}`,
    )
    const jobs = new Set<string>()
    for (const disk of unanswered) jobs.add(((await (await post(waybill.url, disk)).json()) as { jobId: string }).jobId)
    const there = await jobsAt(waybill.depotUrl ?? '')
    return { lost, doubled: there.filter(jobId => !jobs.has(jobId)) }
  } finally {
    await waybill.stop()
  }
}
