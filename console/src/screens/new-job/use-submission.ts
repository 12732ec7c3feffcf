import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { ApiProblem, answered, ForeignAnswer, NoAnswer, wholeAnswer } from '../../api/problem.ts'
import type { WholeManifest } from '../../manifest/use-draft.ts'
import type { Job } from '../../parts/job-words.tsx'
import { freshKey, openSubmission, submissionKey } from '../../parts/submission-keys.ts'
import type { Tagging } from './use-tagging.ts'

export type Validation = components['schemas']['Validation']

/** A submission as the page sees it. */
export type Submission =
  | { readonly is: 'idle' }
  | { readonly is: 'validating' }
  | { readonly is: 'valid'; readonly validation: Validation }
  | { readonly is: 'sending' }
  /** Whether there is a job is not known; the same request is sent again until it is. */
  | { readonly is: 'unclear'; readonly again: number; readonly error: Error }
  /** The same, and nothing is sent again by itself: the answer asks for no further request, or the page was loaded anew since. */
  | { readonly is: 'open'; readonly error?: Error }
  | { readonly is: 'refused'; readonly error: Error }
  /** The same manifest made a job before, which is over. */
  | { readonly is: 'over'; readonly error: ApiProblem }
  | { readonly is: 'done'; readonly job: Job }

interface Manifest extends WholeManifest {
  /** What the job is found and counted by. */
  readonly tagging: Tagging
}

/** What is to be sent, once all that was typed has arrived in it. */
type ReadManifest = () => Promise<Manifest>

/** A job, and whether an earlier request had made it already. */
export interface Made {
  readonly job: Job
  readonly isReplayed: boolean
}

const AGAIN_AFTER_SECONDS = 3

/** An answer that leaves it open whether the service has made the job. */
const isUnclear = (error: unknown): boolean =>
  error instanceof NoAnswer ||
  // What stands between here and Waybill answered in its place: Waybill may have been asked all the same.
  (error instanceof ForeignAnswer && (error.status < 300 || error.status >= 500)) ||
  (error instanceof ApiProblem &&
    (error.problem.code === 'SUBMISSION_IN_PROGRESS' || (error.problem.retryable && error.problem.status >= 500)))

/** Faults of Waybill by which no request has reached the service. */
const NOTHING_SENT: readonly string[] = ['SIGNING_KEY_MISSING', 'SERVICE_CREDENTIALS_REFUSED']

/** Whether Waybill failed somewhere on the way: before the service was asked, or after. */
const isOpen = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.status >= 500 && !NOTHING_SENT.includes(error.problem.code)

/** Whether the service may have made a job although the page has no answer that says so. */
export const mayHaveMade = (error: unknown): boolean => isUnclear(error) || isOpen(error)

const JSON_TYPE = { 'Content-Type': 'application/json' }

const validate = ({ text, tagging }: Manifest) =>
  answered(
    api.POST('/v1/jobs', {
      params: { query: { validateOnly: true } },
      body: { manifest: text, ...tagging },
      headers: JSON_TYPE,
    }),
  )

const submit = async ({ text, tagging }: Manifest, key: string | undefined): Promise<Made> => {
  const { data, response } = await wholeAnswer(
    api.POST('/v1/jobs', {
      body: { manifest: text, ...tagging },
      headers: { ...JSON_TYPE, ...(key !== undefined && { 'Idempotency-Key': key }) },
    }),
  )
  // Without validateOnly the answer is a job.
  return { job: data as Job, isReplayed: response.headers.get('Idempotency-Replayed') === 'true' }
}

/** Validates and submits. While a submission is under way or unclear, a second one cannot be begun. */
export const useSubmission = (onJob: (made: Made) => void) => {
  const queryClient = useQueryClient()
  const [state, setState] = useState<Submission>({ is: 'idle' })
  const busy = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const send = async (manifest: Manifest, key: string | undefined): Promise<void> => {
    try {
      const made = await submit(manifest, key)
      openSubmission.end()
      setState({ is: 'done', job: made.job })
      busy.current = false
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
      onJob(made)
    } catch (error) {
      if (isUnclear(error)) return settle(manifest, key, error as Error)
      busy.current = false
      if (isOpen(error)) return setState({ is: 'open', error: error as Error })
      openSubmission.end()
      const isOver = error instanceof ApiProblem && error.problem.code === 'JOB_NOT_ACTIVE'
      setState(isOver ? { is: 'over', error } : { is: 'refused', error: error as Error })
    }
  }

  /** The same request with the same key, after the pause that the API asks for: it makes no second job. */
  const settle = (manifest: Manifest, key: string | undefined, error: Error): void => {
    const seconds = (error instanceof ApiProblem && error.retryAfterSeconds) || AGAIN_AFTER_SECONDS
    setState({ is: 'unclear', again: seconds, error })
    timer.current = setTimeout(() => void send(manifest, key), seconds * 1000)
  }

  const begin = async (read: ReadManifest, keyOf: typeof submissionKey) => {
    if (busy.current) return
    busy.current = true
    setState({ is: 'sending' })
    try {
      const manifest = await read()
      const { text, view } = manifest
      if (view.valid) {
        const key = await keyOf(text, view.hasSecret)
        openSubmission.begin(key)
        return await send(manifest, key)
      }
      // What was typed last has a problem, which the page shows.
      busy.current = false
      setState({ is: 'idle' })
    } catch (error) {
      busy.current = false
      setState({ is: 'refused', error: error as Error })
    }
  }

  return {
    state,
    validate: async (read: ReadManifest) => {
      if (busy.current) return
      setState({ is: 'validating' })
      try {
        // With validateOnly the answer is a validation.
        setState({ is: 'valid', validation: (await validate(await read())) as Validation })
      } catch (error) {
        setState({ is: 'refused', error: error as Error })
      }
    },
    submit: (read: ReadManifest) => begin(read, submissionKey),
    submitAnother: (read: ReadManifest) => begin(read, freshKey),
    /** A text came back into the page: what was sent of it before it went may still be open. */
    recall: async (text: string, hasSecret: boolean) => {
      if (busy.current || !(await openSubmission.isOf(text, hasSecret))) return
      setState(current => (current.is === 'idle' ? { is: 'open' } : current))
    },
    /** The text has changed, so what was said of it counts no more. */
    forget: () => setState(current => (busy.current || current.is === 'idle' ? current : { is: 'idle' })),
  }
}
