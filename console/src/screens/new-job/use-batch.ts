import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { submissionKey } from '../../parts/submission-keys.ts'
import { mayHaveMade } from './use-submission.ts'
import type { Tagging } from './use-tagging.ts'

export type Result = components['schemas']['BatchResults']['items'][number]

/** As many as the API takes at once. */
const AT_ONCE = 50

export interface BatchItem {
  readonly text: string
  readonly hasSecret: boolean
}

type Does = 'validate' | 'create'

interface BatchState {
  readonly does?: Does
  /** By the item's place in the batch. */
  readonly results: ReadonlyMap<number, Result>
  /** Those that were sent, and may have a job that the page does not know. */
  readonly open?: ReadonlySet<number>
  readonly error?: unknown
}

/**
 * Sends a batch of any length in parts that the API takes at once. A part that fails stops it; sent again, those that have a job
 * already are left out, and the others are sent with the same keys.
 */
export const useBatch = (items: ReadonlyMap<number, BatchItem>, tagging: Tagging) => {
  const queryClient = useQueryClient()
  const [state, setState] = useState<BatchState>({ results: new Map() })
  const isBusy = useRef(false)

  const post = async (part: readonly (readonly [number, BatchItem])[], does: Does) => {
    const validateOnly = does === 'validate'
    const body = await Promise.all(
      part.map(async ([, { text, hasSecret }]) => {
        const key = validateOnly ? undefined : await submissionKey(text, hasSecret)
        return { manifest: text, ...tagging, ...(key !== undefined && { idempotencyKey: key }) }
      }),
    )
    return (await answered(api.POST('/v1/batches', { body: { items: body, validateOnly } }))).items
  }

  const send = async (does: Does) => {
    if (isBusy.current) return
    isBusy.current = true
    const made = [...state.results].filter(([, { job }]) => job !== undefined)
    const results = new Map(does === 'create' ? made : [])
    const waiting = [...items].filter(([index]) => !results.has(index))
    let part: typeof waiting = []
    setState({ does, results: new Map(results) })
    try {
      for (let first = 0; first < waiting.length; first += AT_ONCE) {
        part = waiting.slice(first, first + AT_ONCE)
        for (const [at, result] of (await post(part, does)).entries()) results.set(part[at]?.[0] ?? -1, result)
        setState({ does, results: new Map(results) })
      }
      setState({ results })
    } catch (error) {
      const isOpen = does === 'create' && mayHaveMade(error)
      setState({ results, error, ...(isOpen && { open: new Set(part.map(([index]) => index)) }) })
    } finally {
      isBusy.current = false
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
    }
  }
  return { ...state, send }
}
