import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { ApiProblem, answered, type Problem } from '../../api/problem.ts'
import type { DeviceRow } from './devices-table.ts'
import type { Tagging } from './use-tagging.ts'

export type Result = components['schemas']['BatchResults']['items'][number]

/** As many as the API takes at once. */
const AT_ONCE = 50

/** How far the lines of a table have come. */
export interface DevicesRun {
  /** What the results are of; another table has none yet. */
  readonly rows: readonly DeviceRow[]
  readonly is: 'running' | 'stopped' | 'ended'
  /** What was asked for. */
  readonly wants: 'validate' | 'create'
  /** What is done just now: a long table is validated before it is sent. */
  readonly does: 'validate' | 'create'
  /** By the line's place in the table, from 0. */
  readonly results: ReadonlyMap<number, Result>
  /** How many lines of this pass have an answer. */
  readonly done: number
  /** The API has asked for a pause of so many seconds. */
  readonly waits?: number
  readonly error?: unknown
}

interface Asked {
  readonly name: string
  readonly rows: readonly DeviceRow[]
  readonly tagging: Tagging
}

const isRetryable = ({ problem }: Result): boolean => problem?.retryable === true

/** Whether a line still has to be sent: it has no job, and nothing is wrong with it. */
export const isOpen = (result: Result | undefined): boolean =>
  result === undefined || result.validation !== undefined || isRetryable(result)

const isRefused = (result: Result): boolean => result.problem !== undefined && !isRetryable(result)

/** A problem of some lines, which the API counts from the first of those that it was sent. */
const inTable = (error: unknown, lines: readonly number[]): unknown => {
  if (!(error instanceof ApiProblem)) return error
  const { problem } = error
  const errors = problem.errors?.map(part => {
    const [, index] = /^\/devices\/(\d+)/.exec(part.pointer ?? '') ?? []
    const line = index === undefined ? undefined : lines[Number(index)]
    return line === undefined ? part : { ...part, line: line + 2 }
  })
  const whole: Problem = { ...problem, ...(errors && { errors }) }
  return new ApiProblem(whole, error.retryAfterSeconds)
}

const isThrottled = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.problem.code === 'REQUEST_THROTTLED'

/**
 * Makes a job of each line of a table of any length, in parts that the API takes at once. A table that does not fit into one
 * request is validated as a whole before the first line is sent. What a line has become stays: after a break only those lines
 * are sent again whose outcome is open, and the API answers those that have a job with that job.
 */
export const useDevicesRun = ({ name, rows, tagging }: Asked) => {
  const queryClient = useQueryClient()
  const [state, setState] = useState<DevicesRun>()
  const isBusy = useRef(false)
  const isWanted = useRef(true)
  useEffect(() => {
    isWanted.current = true
    return () => {
      isWanted.current = false
    }
  }, [])
  const run = state?.rows === rows ? state : undefined
  const isRunning = run?.is === 'running'
  useEffect(() => {
    if (!isRunning) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isRunning])

  const post = async (lines: readonly number[], validateOnly: boolean, waits: (seconds: number) => void) => {
    const devices = lines.map(line => ({ ...rows[line] }))
    const body = { devices, validateOnly, ...tagging }
    while (true) {
      try {
        // Of devices there is one result each.
        const asked = api.POST('/v1/templates/{name}/jobs', { params: { path: { name } }, body })
        return ((await answered(asked)) as components['schemas']['BatchResults']).items
      } catch (error) {
        if (!isThrottled(error) || !isWanted.current) throw inTable(error, lines)
        const seconds = error.retryAfterSeconds ?? 1
        waits(seconds)
        await new Promise(done => setTimeout(done, seconds * 1000))
      }
    }
  }

  /** Sends the lines that are open. `false`: it was stopped, or a part of them failed as a whole. */
  const pass = async (
    wants: DevicesRun['wants'],
    does: DevicesRun['does'],
    results: Map<number, Result>,
  ): Promise<boolean> => {
    const lines = rows.map((_row, line) => line).filter(line => isOpen(results.get(line)))
    const show = (more: Partial<DevicesRun>) =>
      setState({
        rows,
        wants,
        does,
        is: 'running',
        results: new Map(results),
        done: rows.length - lines.length,
        ...more,
      })
    show({})
    for (let first = 0; first < lines.length; first += AT_ONCE) {
      const done = rows.length - lines.length + first
      if (!isWanted.current) {
        show({ is: 'stopped', done })
        return false
      }
      const some = lines.slice(first, first + AT_ONCE)
      const items = await post(some, does === 'validate', seconds => show({ done, waits: seconds }))
      for (const [index, item] of items.entries()) results.set(some[index] ?? -1, item)
      const after = done + some.length
      // The next part would fare no better.
      const isVain = items.length > 0 && items.every(isRetryable)
      show({ done: after, ...(isVain && { is: 'stopped' }) })
      if (isVain) return false
    }
    return true
  }

  const begin = async (wants: DevicesRun['wants']) => {
    if (isBusy.current || rows.length === 0) return
    isBusy.current = true
    isWanted.current = true
    const known = [...(run?.results ?? [])].filter(([, result]) => !isOpen(result))
    const results = new Map(wants === 'create' ? known.filter(([, { job }]) => job !== undefined) : [])
    const hasJobs = results.size > 0
    try {
      const isWhole = wants === 'validate' || (rows.length > AT_ONCE && !hasJobs)
      if (isWhole && !(await pass(wants, 'validate', results))) return
      const isRight = ![...results.values()].some(isRefused)
      if (wants === 'create' && isRight && !(await pass(wants, 'create', results))) return
      setState(current => current && { ...current, is: 'ended' })
    } catch (error) {
      setState(current => current && { ...current, is: 'stopped', results: new Map(results), error })
    } finally {
      isBusy.current = false
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
    }
  }

  return {
    run,
    isRunning,
    begin,
    /** After the part that is under way. */
    stop: () => {
      isWanted.current = false
    },
  }
}
