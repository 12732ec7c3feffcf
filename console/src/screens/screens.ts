import { type ComponentType, createElement, use } from 'react'
import type { RouteName } from '../api/me.ts'
import type { MessageKey } from '../i18n/i18n.tsx'
import { CodeGone } from '../parts/code-gone.ts'
import type { Place } from '../route.ts'

export interface ScreenProps {
  readonly place: Place
}

interface Screen {
  /** The first part of its address, and its entry of the navigation. */
  readonly section: string
  readonly title: MessageKey
  readonly titleValues?: (place: Place) => Readonly<Record<string, string>>
  readonly inNavigation: boolean
  /** Without this there is nothing on the screen: who may not call it has no entry for it. Default: everyone has it */
  readonly needs?: RouteName
  readonly matches: (segments: readonly string[]) => boolean
  readonly code: ScreenCode
}

/** A screen's code is loaded when someone goes there. */
interface ScreenCode {
  /** Loads it before it is shown. */
  readonly load: () => Promise<unknown>
  readonly Component: ComponentType<ScreenProps>
}

const later = (load: () => Promise<ComponentType<ScreenProps>>): ScreenCode => {
  let loading: Promise<ComponentType<ScreenProps>> | undefined
  const loaded = () => {
    loading ??= load().catch((error: unknown) => {
      throw new CodeGone('The code of a screen could not be loaded.', { cause: error })
    })
    return loading
  }
  return { load: loaded, Component: props => createElement(use(loaded()), props) }
}

const jobIdOf = ({ segments }: Place) => ({ jobId: segments[1] ?? '' })

/** Every screen, in the order of the navigation. */
const SCREENS: readonly Screen[] = [
  {
    section: 'jobs',
    title: 'jobs.title',
    inNavigation: true,
    needs: 'GET /v1/jobs',
    matches: ([first, second]) => first === 'jobs' && second === undefined,
    code: later(async () => (await import('./jobs/jobs-screen.tsx')).JobsScreen),
  },
  {
    section: 'jobs',
    title: 'created.title',
    titleValues: jobIdOf,
    inNavigation: false,
    needs: 'GET /v1/jobs/{jobId}',
    matches: ([first, , third]) => first === 'jobs' && third === 'created',
    code: later(async () => (await import('./created/created-screen.tsx')).CreatedScreen),
  },
  {
    section: 'jobs',
    title: 'job.title',
    titleValues: jobIdOf,
    inNavigation: false,
    needs: 'GET /v1/jobs/{jobId}',
    matches: ([first, second]) => first === 'jobs' && second !== undefined,
    code: later(async () => (await import('./job/job-screen.tsx')).JobScreen),
  },
  {
    section: 'new',
    title: 'new.title',
    inNavigation: true,
    needs: 'POST /v1/jobs',
    matches: ([first]) => first === 'new',
    code: later(async () => (await import('./new-job/new-job-screen.tsx')).NewJobScreen),
  },
  {
    section: 'ship',
    title: 'ship.title',
    inNavigation: true,
    needs: 'PUT /v1/jobs/{jobId}/shipment',
    matches: ([first]) => first === 'ship',
    code: later(async () => (await import('./ship/ship-screen.tsx')).ShipScreen),
  },
  {
    section: 'verify',
    title: 'verify.title',
    inNavigation: true,
    needs: 'POST /v1/signatures/verify',
    matches: ([first]) => first === 'verify',
    code: later(async () => (await import('./verify/verify-screen.tsx')).VerifyScreen),
  },
  {
    section: 'depot',
    title: 'depot.title',
    inNavigation: true,
    needs: 'GET /v1/depot/jobs',
    matches: ([first, , third]) => first === 'depot' && third === undefined,
    code: later(async () => (await import('./depot/depot-screen.tsx')).DepotScreen),
  },
  {
    section: 'checks',
    title: 'checks.title',
    inNavigation: true,
    needs: 'GET /v1/checks',
    matches: ([first, second]) => first === 'checks' && second === undefined,
    code: later(async () => (await import('./checks/checks-screen.tsx')).ChecksScreen),
  },
  {
    section: 'checks',
    title: 'check.title',
    titleValues: ({ segments }) => ({ name: segments[1] ?? '' }),
    inNavigation: false,
    needs: 'GET /v1/checks/{name}',
    matches: ([first]) => first === 'checks',
    code: later(async () => (await import('./checks/check-screen.tsx')).CheckScreen),
  },
  {
    section: 'audit',
    title: 'audit.title',
    inNavigation: true,
    needs: 'GET /v1/events',
    matches: ([first]) => first === 'audit',
    code: later(async () => (await import('./audit/audit-screen.tsx')).AuditScreen),
  },
  {
    section: 'team',
    title: 'team.title',
    inNavigation: true,
    matches: ([first]) => first === 'team',
    code: later(async () => (await import('./team/team-screen.tsx')).TeamScreen),
  },
  {
    section: 'api',
    title: 'api.title',
    inNavigation: true,
    matches: ([first]) => first === 'api',
    code: later(async () => (await import('./api/api-screen.tsx')).ApiScreen),
  },
]

const NOT_FOUND: Screen = {
  section: '',
  title: 'notFound.title',
  inNavigation: false,
  matches: () => true,
  code: later(async () => (await import('./not-found-screen.tsx')).NotFoundScreen),
}

const NOT_ALLOWED: Omit<Screen, 'title' | 'section'> = {
  inNavigation: false,
  matches: () => true,
  code: later(async () => (await import('./not-allowed-screen.tsx')).NotAllowedScreen),
}

/** Whether someone may call a route; `undefined`: it is not known yet. */
type IsAllowed = (route: RouteName) => boolean | undefined

const isRefused = ({ needs }: Screen, isAllowed: IsAllowed): boolean =>
  needs !== undefined && isAllowed(needs) === false

/** The entries of the navigation. */
export const screensFor = (isAllowed: IsAllowed): readonly Screen[] =>
  SCREENS.filter(({ inNavigation, needs }) => inNavigation && (needs === undefined || isAllowed(needs) === true))

/** The screen of an address; without one, the first that is allowed. */
export const screenAt = ({ segments }: Place, isAllowed: IsAllowed): Screen => {
  const screen =
    segments.length === 0
      ? SCREENS.find(one => one.inNavigation && !isRefused(one, isAllowed))
      : SCREENS.find(({ matches }) => matches(segments))
  if (!screen) return NOT_FOUND
  return isRefused(screen, isAllowed) ? { ...screen, ...NOT_ALLOWED } : screen
}
