import { ACTIONS, OUTCOMES } from '../../../lib/audit/actions.ts'
import type { components } from '../../../lib/client/client.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Translate } from '../i18n/translate.ts'
import { STAGES, STATES } from './job-words.tsx'
import { Status, type StatusType } from './status.tsx'

export type Event = components['schemas']['EventList']['events'][number]
type Action = Event['action']
type Outcome = Event['outcome']

const OUTCOME_TYPES: Readonly<Record<Outcome, StatusType>> = {
  done: 'success',
  begun: 'in-progress',
  refused: 'error',
  failed: 'error',
  unclear: 'warning',
  'not-sent': 'stopped',
}

const CUSTODY_STEPS = ['packed', 'sealed', 'handed-over', 'received-back'] as const
const DEPOT_STEPS = ['receive', 'load', 'finish', 'abort', 'return'] as const

const oneOf = <T extends string>(known: readonly T[], text: string): T | undefined => known.find(one => one === text)

/** What an action is called. One without words does not compile; one of a newer Waybill is called by its code. */
export const actionText = (action: Action, t: Translate): string => {
  const known = oneOf(ACTIONS, action)
  return known === undefined ? action : t(`action.${known}`)
}

export const outcomeText = (outcome: Outcome, t: Translate): string => {
  const known = oneOf(OUTCOMES, outcome)
  return known === undefined ? outcome : t(`outcome.${known}`)
}

const stageText = (stage: string, t: Translate): string => {
  const known = oneOf(STAGES, stage)
  return known === undefined ? stage : t(`stage.${known}`)
}

/** Details that are codes themselves, in words. */
const DETAILS: Readonly<Partial<Record<Action, (detail: string, t: Translate) => string | undefined>>> = {
  device: (detail, t) => {
    const [before, after] = detail.split(' to ')
    return after === undefined ? undefined : `${stageText(before ?? '', t)} → ${stageText(after, t)}`
  },
  custody: (detail, t) => {
    const step = oneOf(CUSTODY_STEPS, detail)
    return step && t(`custody.step.${step}`)
  },
  'handle-device': (detail, t) => {
    const step = oneOf(DEPOT_STEPS, detail)
    return step && t(`depot.step.${step}`)
  },
  sync: (detail, t) => {
    const state = oneOf(STATES, detail)
    return state && t(`state.${state}`)
  },
}

/** What was done or tried. Pointing at it shows the code, by which the API and the command line know it. */
export const ActionWords = ({ action }: { readonly action: Action }) => {
  const { t } = useI18n()
  return <span title={action}>{actionText(action, t)}</span>
}

export const OutcomeWords = ({ outcome }: { readonly outcome: Outcome }) => {
  const { t } = useI18n()
  return (
    <Status type={OUTCOME_TYPES[outcome]}>
      <span title={outcome}>{outcomeText(outcome, t)}</span>
    </Status>
  )
}

/** Why, or more of what was done. */
export const DetailWords = ({ event: { action, code, detail } }: { readonly event: Event }) => {
  const { t } = useI18n()
  const words = detail === undefined ? undefined : DETAILS[action]?.(detail, t)
  const raw = [code, detail].filter(Boolean).join(': ')
  return (
    <span className="break" {...(words !== undefined && { title: raw })}>
      {[code, words ?? detail].filter(Boolean).join(': ') || '–'}
    </span>
  )
}
