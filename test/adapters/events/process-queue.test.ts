import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createProcessQueue } from '../../../lib/adapters/events/process-queue.ts'
import type { CheckTask } from '../../../lib/checks/task.ts'
import { WebhookError } from '../../../lib/webhooks/webhook-error.ts'
import { createManualTime } from '../../support/manual-alarms.ts'

const run = (name: string): CheckTask => ({ do: 'run', team: 'lab', name, checkId: name, runId: name })
const webhook = (id: string): CheckTask => ({
  do: 'webhook',
  team: 'lab',
  name: 'guide',
  checkId: 'check-1',
  notice: { id, kind: 'failed', team: 'lab', check: 'guide', at: '', summary: '', diagnostics: [] },
})
const nameOf = (task: CheckTask) =>
  task.do === 'run' ? task.name : task.do === 'webhook' ? task.notice.id : 'maintain'

let folder: string
let errors: string[]
let time: ReturnType<typeof createManualTime>
beforeEach(async () => {
  errors = []
  folder = await mkdtemp(join(tmpdir(), 'waybill-queue-'))
  time = createManualTime(Date.parse('2026-11-21T10:00:00.000Z'))
})
afterEach(() => rm(folder, { recursive: true }))

const open = (perform: (task: CheckTask) => Promise<void>) =>
  createProcessQueue({
    perform,
    ...time,
    log: { info: () => undefined, error: message => void errors.push(message) },
    deadLetters: join(folder, 'dead-letters.jsonl'),
    spool: join(folder, 'spool'),
    newId: randomUUID,
  })
const spooled = () => readdir(join(folder, 'spool'))
const deadLetters = async () => {
  const text = await readFile(join(folder, 'dead-letters.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').filter(Boolean)
}
/** Waits until something is so; the file system takes its turns. */
const until = async (isSo: () => Promise<boolean> | boolean) => {
  while (!(await isSo())) await turn()
}

describe('a queue in this process', () => {
  it('does every task once, eight at a time', async () => {
    let atOnce = 0
    let most = 0
    const done: string[] = []
    const queue = await open(async task => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await turn()
      atOnce -= 1
      done.push(nameOf(task))
    })

    const names = Array.from({ length: 1000 }, (_, index) => `check-${index}`)
    await Promise.all(names.map(name => queue.add(run(name))))
    await until(() => done.length >= names.length)

    expect(done.toSorted()).toEqual(names.toSorted())
    expect(most).toBe(8)
  })

  it('does a task that fails again after 10 s, 1 min, 5 min and half an hour, and then it is a dead letter', async () => {
    const attempts: string[] = []
    const queue = await open(async () => {
      attempts.push(time.clock().toISOString().slice(11, 19))
      throw new Error('no luck')
    })

    await queue.add(run('guide'))
    for (const [index, seconds] of [10, 60, 300, 1800].entries()) {
      await until(() => time.pending().length === 1)
      time.pass(seconds)
      await until(() => attempts.length === index + 2)
    }
    await until(async () => (await deadLetters()).length === 1)

    expect(attempts).toEqual(['10:00:00', '10:00:10', '10:01:10', '10:06:10', '10:36:10'])
    expect(JSON.parse((await deadLetters())[0] ?? '')).toEqual({
      at: '2026-11-21T10:36:10.000Z',
      error: 'Error: no luck',
      task: run('guide'),
    })
    expect(time.pending()).toEqual([])
  })

  it('does not try again what will never be taken', async () => {
    const queue = await open(async () => {
      throw new WebhookError('410', { isFinal: true })
    })

    await queue.add(webhook('n-1'))
    await until(async () => (await deadLetters()).length === 1)

    await until(async () => (await spooled()).length === 0)

    expect(time.pending()).toEqual([])
  })

  it('sends after a restart what a process that was killed had accepted and not sent', async () => {
    const never = await open(() => new Promise(() => {}))
    await never.add(webhook('n-1'))
    await never.add(webhook('n-1'))
    await never.add(webhook('n-2'))
    expect(await spooled()).toHaveLength(2)

    const sent: string[] = []
    await open(async task => void sent.push(nameOf(task)))
    await until(async () => (await spooled()).length === 0)

    expect(sent.toSorted()).toEqual(['n-1', 'n-2'])
  })

  it.each<[string, (contents: string) => string]>([
    ['is empty', () => ''],
    ['ends half-way', contents => contents.slice(0, contents.length / 2)],
    ['has another notice in it', contents => contents.replace('n-1', 'n-9')],
    ['is no JSON', () => 'abc'],
    ['is no task', () => '{"do":"webhook"}'],
  ])('puts a spooled task aside that %s, and sends the others', async (_what, damage) => {
    const never = await open(() => new Promise(() => {}))
    await never.add(webhook('n-1'))
    const [file = ''] = await spooled()
    await never.add(webhook('n-2'))
    const path = join(folder, 'spool', file)
    await writeFile(path, damage(await readFile(path, 'utf8')))

    const sent: string[] = []
    await open(async task => void sent.push(nameOf(task)))
    await until(async () => (await spooled()).length === 1)

    expect(sent).toEqual(['n-2'])
    expect(await spooled()).toEqual([`${file}.damaged`])
    expect(errors).toEqual([expect.stringContaining('damaged')])
  })

  it('sends what an older Waybill had spooled, and clears away what it left half-written', async () => {
    await mkdir(join(folder, 'spool'))
    await writeFile(join(folder, 'spool', 'old.json'), JSON.stringify(webhook('n-1')))
    await writeFile(join(folder, 'spool', 'x.json.id.tmp'), 'half')

    const sent: string[] = []
    await open(async task => void sent.push(nameOf(task)))
    await until(() => sent.length === 1)

    expect(sent).toEqual(['n-1'])
    expect(await spooled()).not.toContain('x.json.id.tmp')
  })

  it('stops when what is under way is done, and begins nothing more', async () => {
    const done: string[] = []
    const queue = await open(async task => {
      await turn()
      done.push(nameOf(task))
    })
    for (let index = 0; index < 20; index++) await queue.add(run(`check-${index}`))

    await queue.stop()

    expect(done.length).toBeLessThanOrEqual(8)
    const before = done.length
    await queue.add(run('late'))
    await turn()
    expect(done).toHaveLength(before)
  })
})
