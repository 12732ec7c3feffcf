import { hash } from 'node:crypto'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Alarms, CheckQueue } from '../../checks/ports.ts'
import { readTask } from '../../checks/read-task.ts'
import type { CheckTask } from '../../checks/task.ts'
import type { Clock, Log, NewId } from '../../system.ts'
import { WebhookError } from '../../webhooks/webhook-error.ts'
import { createLineFile } from '../folder/line-file.ts'
import { makeFolder, replaceFile, TEMPORARY } from '../folder/whole-file.ts'

export interface ProcessQueue extends CheckQueue {
  /** Takes no more tasks and waits for those that are being done. */
  stop(): Promise<void>
}

interface ProcessQueueDeps {
  readonly perform: (task: CheckTask) => Promise<void>
  readonly alarms: Alarms
  readonly clock: Clock
  readonly log: Log
  readonly newId: NewId
  /** Takes what was tried in vain, one JSON object a line. */
  readonly deadLetters: string
  /** Folder that holds what is still to be sent, so that it outlives the process. A run that is lost is missed, and made up for. */
  readonly spool: string
}

/** How many tasks run at once, so that ten thousand checks that are due together are spread over some minutes. */
const AT_ONCE = 8

/** The waits between attempts, as with SQS, in milliseconds. After the last attempt, a task is a dead letter. */
const BACK_OFF_MS = [10_000, 60_000, 300_000, 1_800_000]

/**
 * A queue in this process. A task that fails is done again later, and ends in a file if it never succeeds. What was
 * accepted for a webhook and not sent when a process ended, the next one sends.
 */
export const createProcessQueue = async (deps: ProcessQueueDeps): Promise<ProcessQueue> => {
  const { perform, alarms, clock, newId, log, spool } = deps
  await makeFolder(spool)
  const letters = createLineFile(deps.deadLetters)
  const limit = pLimit(AT_ONCE)
  const busy = new Set<Promise<void>>()
  const waiting = new Set<() => void>()
  let isStopped = false

  const bury = async (task: CheckTask, error: unknown) => {
    log.error('a task for checks was tried in vain and is a dead letter', { task: task.do, error })
    const line = { at: clock().toISOString(), error: String(error), task }
    await letters.add(line)
    await forget(task)
  }

  const forget = async (task: CheckTask) => {
    const file = spoolFile(task)
    if (file) await rm(join(spool, file), { force: true })
  }

  const attempt = async (task: CheckTask, attempts: number): Promise<void> => {
    if (isStopped) return
    try {
      await perform(task)
      await forget(task)
    } catch (error) {
      const pauseMs = error instanceof WebhookError && error.isFinal ? undefined : BACK_OFF_MS[attempts]
      if (pauseMs === undefined) return bury(task, error)
      log.error('a task for checks failed and is done again', { task: task.do, error, inSeconds: pauseMs / 1000 })
      const cancel = alarms.at(new Date(clock().getTime() + pauseMs), () => {
        waiting.delete(cancel)
        enqueue(task, attempts + 1)
      })
      waiting.add(cancel)
    }
    return undefined
  }

  const enqueue = (task: CheckTask, attempts: number): void => {
    const done = limit(() => attempt(task, attempts)).catch(error =>
      log.error('a dead letter could not be written', { task: task.do, error }),
    )
    busy.add(done)
    done.then(() => busy.delete(done))
  }

  for (const file of await readdir(spool)) {
    if (file.endsWith(TEMPORARY)) await rm(join(spool, file), { force: true })
    if (!file.endsWith(SPOOLED)) continue
    const task = readSpooled(await readFile(join(spool, file), 'utf8'))
    if (task) enqueue(task, 0)
    else {
      await rename(join(spool, file), join(spool, `${file}${DAMAGED}`))
      log.error('a notice that was still to be sent is damaged; it is put aside', { file: `${file}${DAMAGED}` })
    }
  }

  return {
    add: async task => {
      const file = spoolFile(task)
      if (file) await replaceFile(join(spool, file), spooled(task), newId)
      enqueue(task, 0)
    },
    stop: async () => {
      isStopped = true
      for (const cancel of waiting) cancel()
      await Promise.all(busy)
    },
  }
}

/** A notice that is accepted twice lies there once. */
const spoolFile = (task: CheckTask) =>
  task.do === 'webhook' ? `${hash('sha256', task.notice.id)}${SPOOLED}` : undefined

const SPOOLED = '.json'
/** What is put aside for inspection. */
const DAMAGED = '.damaged'

/** The checksum first, on a line of its own. */
const spooled = (task: CheckTask): string => {
  const text = JSON.stringify(task)
  return `${hash('sha256', text)}\n${text}\n`
}

/** `undefined`: it is not what was written. What an older Waybill wrote has no checksum. */
const readSpooled = (contents: string): CheckTask | undefined => {
  if (contents.startsWith('{')) return readTask(contents)
  const [sum, text = '', ...rest] = contents.split('\n')
  return rest.join('') === '' && sum === hash('sha256', text) ? readTask(text) : undefined
}
