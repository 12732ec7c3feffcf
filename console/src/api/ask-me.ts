import type { paths } from '../../../lib/client/client.ts'
import { api } from './client.ts'
import { answered } from './problem.ts'

type Method = 'get' | 'post' | 'put' | 'delete'

/** Every route of the API by its name, as `POST /v1/jobs`; one that does not exist does not compile. */
export type RouteName = {
  [P in keyof paths & string]: {
    [M in Method]: paths[P] extends Readonly<Record<M, object>> ? `${Uppercase<M>} ${P}` : never
  }[Method]
}[keyof paths & string]

/** Whether someone may call a route; `undefined`: it is not known yet. */
export type IsAllowed = (route: RouteName) => boolean | undefined

export const ME_KEY = ['me']

/**
 * Who looks at the page, and what they may do here.
 *
 * @throws ApiProblem, NoAnswer, ForeignAnswer
 */
export const askMe = () => answered(api.GET('/v1/me'))
