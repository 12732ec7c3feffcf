import type { RouteName } from '../api/ask-me.ts'
import { api } from '../api/client.ts'
import { answered } from '../api/problem.ts'

/** What takes something away. */
export type FinalRoute = Extract<RouteName, `DELETE ${string}`> | 'POST /v1/jobs/{jobId}/cancel'

/** What is to be taken away. */
export interface Thing {
  readonly name: string
  /** What the page has seen of it (`If-Match`). */
  readonly etag?: string
  readonly isForced?: boolean
}

interface Question {
  /** The words of its question are `ask.OF.…`. */
  readonly of: 'address' | 'check' | 'job' | 'subscription' | 'team' | 'template'
  readonly act: (thing: Thing) => Promise<unknown>
  /** What the page has asked for and is different then, by the first parts of its queries' keys. */
  readonly stale: readonly string[]
}

const named = ({ name }: Thing) => ({ params: { path: { name } } })

/**
 * Everything that takes something away, in one table: nothing else of the page calls these routes, and none of them is called
 * before it was asked for. A new route of that kind does not compile without its row.
 */
export const QUESTIONS: Readonly<Record<FinalRoute, Question>> = {
  'DELETE /v1/addresses/{name}': {
    of: 'address',
    act: thing => answered(api.DELETE('/v1/addresses/{name}', named(thing))),
    stale: ['addresses', 'address'],
  },
  'DELETE /v1/checks/{name}': {
    of: 'check',
    act: thing => answered(api.DELETE('/v1/checks/{name}', named(thing))),
    stale: ['checks'],
  },
  'DELETE /v1/subscriptions/{name}': {
    of: 'subscription',
    act: thing => answered(api.DELETE('/v1/subscriptions/{name}', named(thing))),
    stale: ['subscriptions'],
  },
  'DELETE /v1/teams/{team}': {
    of: 'team',
    act: ({ name, etag, isForced }) =>
      answered(
        api.DELETE('/v1/teams/{team}', {
          params: {
            path: { team: name },
            header: etag === undefined ? {} : { 'If-Match': etag },
            query: isForced ? { force: true } : {},
          },
        }),
      ),
    stale: ['teams', 'me'],
  },
  'DELETE /v1/templates/{name}': {
    of: 'template',
    act: thing => answered(api.DELETE('/v1/templates/{name}', named(thing))),
    stale: ['templates', 'template'],
  },
  'POST /v1/jobs/{jobId}/cancel': {
    of: 'job',
    act: ({ name }) => answered(api.POST('/v1/jobs/{jobId}/cancel', { params: { path: { jobId: name } } })),
    stale: ['jobs', 'job', 'events'],
  },
}
