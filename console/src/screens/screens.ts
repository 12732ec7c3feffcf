import type { ComponentType } from 'react'
import type { IsAllowed, RouteName } from '../api/ask-me.ts'
import type { MessageKey } from '../i18n/translate.ts'
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
  readonly load: LoadScreen
}

/** A screen's code is loaded when someone goes there, and once. Throws CodeGone. */
type LoadScreen = () => Promise<ComponentType<ScreenProps>>

const once = (load: LoadScreen): LoadScreen => {
  let loading: Promise<ComponentType<ScreenProps>> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      throw new CodeGone('The code of a screen could not be loaded.', { cause: error })
    })
    return loading
  }
}

/** Stands for any name in an address. Those that lead a folder up would be no name to the API. */
const NAME = Symbol('name')

/** Whether an address is this one and no longer. */
const at =
  (...path: readonly (string | typeof NAME)[]) =>
  (segments: readonly string[]): boolean =>
    segments.length === path.length &&
    path.every((part, index) => (part === NAME ? !/^\.{1,2}$/.test(segments[index] ?? '') : part === segments[index]))

const jobIdOf = ({ segments }: Place) => ({ jobId: segments[1] ?? '' })

/** Every screen, in the order of the navigation. */
const SCREENS: readonly Screen[] = [
  {
    section: 'jobs',
    title: 'jobs.title',
    inNavigation: true,
    needs: 'GET /v1/jobs',
    matches: at('jobs'),
    load: once(async () => (await import('./jobs/jobs-screen.tsx')).JobsScreen),
  },
  {
    section: 'jobs',
    title: 'created.title',
    titleValues: jobIdOf,
    inNavigation: false,
    needs: 'GET /v1/jobs/{jobId}',
    matches: at('jobs', NAME, 'created'),
    load: once(async () => (await import('./created/created-screen.tsx')).CreatedScreen),
  },
  {
    section: 'jobs',
    title: 'change.title',
    titleValues: jobIdOf,
    inNavigation: false,
    needs: 'PUT /v1/jobs/{jobId}/manifest',
    matches: at('jobs', NAME, 'change'),
    load: once(async () => (await import('./job/change-screen.tsx')).ChangeScreen),
  },
  {
    section: 'jobs',
    title: 'job.title',
    titleValues: jobIdOf,
    inNavigation: false,
    needs: 'GET /v1/jobs/{jobId}',
    matches: at('jobs', NAME),
    load: once(async () => (await import('./job/job-screen.tsx')).JobScreen),
  },
  {
    section: 'new',
    title: 'new.title',
    inNavigation: true,
    needs: 'POST /v1/jobs',
    matches: at('new'),
    load: once(async () => (await import('./new-job/new-job-screen.tsx')).NewJobScreen),
  },
  {
    section: 'ship',
    title: 'ship.title',
    inNavigation: true,
    needs: 'PUT /v1/jobs/{jobId}/shipment',
    matches: at('ship'),
    load: once(async () => (await import('./ship/ship-screen.tsx')).ShipScreen),
  },
  {
    section: 'verify',
    title: 'verify.title',
    inNavigation: true,
    needs: 'POST /v1/signatures/verify',
    matches: at('verify'),
    load: once(async () => (await import('./verify/verify-screen.tsx')).VerifyScreen),
  },
  {
    section: 'depot',
    title: 'depot.title',
    inNavigation: true,
    needs: 'GET /v1/depot/jobs',
    matches: segments => at('depot')(segments) || at('depot', NAME)(segments),
    load: once(async () => (await import('./depot/depot-screen.tsx')).DepotScreen),
  },
  {
    section: 'checks',
    title: 'checks.title',
    inNavigation: true,
    needs: 'GET /v1/checks',
    matches: at('checks'),
    load: once(async () => (await import('./checks/checks-screen.tsx')).ChecksScreen),
  },
  {
    section: 'checks',
    title: 'check.title',
    titleValues: ({ segments }) => ({ name: segments[1] ?? '' }),
    inNavigation: false,
    needs: 'GET /v1/checks/{name}',
    matches: at('checks', NAME),
    load: once(async () => (await import('./checks/check-screen.tsx')).CheckScreen),
  },
  {
    section: 'audit',
    title: 'audit.title',
    inNavigation: true,
    needs: 'GET /v1/events',
    matches: at('audit'),
    load: once(async () => (await import('./audit/audit-screen.tsx')).AuditScreen),
  },
  {
    section: 'team',
    title: 'team.templates',
    inNavigation: false,
    needs: 'PUT /v1/templates/{name}',
    matches: segments => at('team', 'templates')(segments) || at('team', 'templates', NAME)(segments),
    load: once(async () => (await import('./team/template-screen.tsx')).TemplateScreen),
  },
  {
    section: 'team',
    title: 'team.title',
    inNavigation: true,
    matches: at('team'),
    load: once(async () => (await import('./team/team-screen.tsx')).TeamScreen),
  },
  {
    section: 'api',
    title: 'api.title',
    inNavigation: true,
    matches: at('api'),
    load: once(async () => (await import('./api/api-screen.tsx')).ApiScreen),
  },
]

const NOT_FOUND: Screen = {
  section: '',
  title: 'notFound.title',
  inNavigation: false,
  matches: () => true,
  load: once(async () => (await import('./not-found-screen.tsx')).NotFoundScreen),
}

const NOT_ALLOWED: Omit<Screen, 'title' | 'section'> = {
  inNavigation: false,
  matches: () => true,
  load: once(async () => (await import('./not-allowed-screen.tsx')).NotAllowedScreen),
}

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
