import { describe, expect, it } from '@jest/globals'
import { CHECK_ACTION_ERRORS } from '../lib/checks/action-errors.ts'
import { DESK_ACTION_ERRORS } from '../lib/desk/action-errors.ts'
import { PROBLEMS } from '../lib/http/kit/problem.ts'
import { ROUTES } from '../lib/http/routes.ts'
import { JOB_ACTION_ERRORS } from '../lib/jobs/action-errors.ts'
import { LABEL_ACTION_ERRORS } from '../lib/labels/action-errors.ts'
import { SUBSCRIPTION_ACTION_ERRORS } from '../lib/subscriptions/action-errors.ts'
import { TEAM_ACTION_ERRORS } from '../lib/teams/action-errors.ts'
import { operationOf, problemsOf } from './support/api-document.ts'
import { errorsInSource } from './support/errors-in-source.ts'

/*
 * What the source throws, what the typed lists name, what the comments name and what the document of the HTTP API names
 * are the same.
 */

const FOLDERS = ['audit', 'checks', 'desk', 'http', 'jobs', 'labels', 'manifest', 'query-api', 'subscriptions', 'teams']
const LISTS = {
  checks: CHECK_ACTION_ERRORS,
  desk: DESK_ACTION_ERRORS,
  jobs: JOB_ACTION_ERRORS,
  labels: LABEL_ACTION_ERRORS,
  subscriptions: SUBSCRIPTION_ACTION_ERRORS,
  teams: TEAM_ACTION_ERRORS,
}

/** What a function cannot throw although it names what throws it, and why. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  // A team that goes takes nothing that another has.
  'lib/teams/manage/delete-team.ts#deleteTeam': ['TEAM_OVERLAPS'],
  // Beside an update's manifest no return address is named.
  'lib/jobs/change/update-job.ts#updateJob': ['ADDRESS_TWICE'],
  'lib/jobs/change/update-job.ts#validateUpdate': ['ADDRESS_TWICE'],
  // Nor beside a check's.
  'lib/checks/manage/check-subject.ts#checkSubject': ['ADDRESS_TWICE'],
  // Faults of a template's manifest are entries of VALUES_INVALID.
  'lib/jobs/submit/template-jobs.ts#renderJobs': ['JOB_TYPE_MISMATCH', 'MANIFEST_INVALID'],
}

const source = errorsInSource(
  FOLDERS.map(folder => `lib/${folder}`),
  new Set(Object.keys(PROBLEMS)),
  NEVER,
)

/** The one function of a name in a capability's folder. */
const functionNamed = (name: string, capability: string): string => {
  const [found = 'none', ...others] = [...source.all.keys()].filter(
    known => known.startsWith(`lib/${capability}/`) && known.endsWith(`#${name}`),
  )
  if (others.length > 0) throw new Error(`${name} is there more than once: ${[found, ...others].join(', ')}`)
  return found
}

describe('the lists of errors', () => {
  const actions = Object.entries(LISTS).flatMap(([capability, list]) =>
    Object.entries(list).map(([name, codes]) => [capability, name, codes] as const),
  )

  it.each(actions)('of %s have for %s what the source throws', (capability, name, codes) => {
    expect([...codes].toSorted()).toEqual(source.codesOf(functionNamed(name, capability)))
  })
})

const SERVICE_CODES = Object.keys(PROBLEMS).filter(code => code.startsWith('SERVICE_'))

describe('the comments of functions', () => {
  const commented = [...source.all].flatMap(([name, { comment }]) => {
    const [, text] = /Refuses: ([\s\S]*?)(?:\n \*[ ]*\n|\n \* @|\*\/)/.exec(comment) ?? []
    return text === undefined ? [] : [[name, text] as const]
  })

  it.each(commented)('name the errors of %s', (name, text) => {
    const named = [...text.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([code]) => code)
    const ofOthers = [...text.matchAll(/`(\w+)`/g)].flatMap(([, other = '']) =>
      [...source.all.keys()].filter(known => known.endsWith(`#${other}`)).flatMap(source.codesOf),
    )
    const ofService = /the[\s*]+SERVICE_ codes/.test(text) ? SERVICE_CODES : []
    const thrown = source.codesOf(name)

    expect([...new Set([...named, ...ofOthers, ...ofService])].toSorted()).toEqual(thrown)
  })
})

/** What any request can meet, and what reading its body can. */
const BEFORE_THE_ACTION = new Set(
  Object.keys(PROBLEMS).filter(code =>
    /^(?:REQUEST|SERVER|STORE)_|^(?:BODY_NOT_GZIP|BODY_TOO_LARGE|CONTENT_ENCODING_UNSUPPORTED|HEADERS_TOO_LARGE|IDENTITY_PROVIDER_UNREACHABLE|INTERNAL_ERROR|METHOD_NOT_ALLOWED|NOT_ALLOWED|NOT_AUTHENTICATED|QUERY_INVALID|ROUTE_NOT_FOUND|URL_MALFORMED|USAGE_EXCEEDED)$/.test(
      code,
    ),
  ),
)

describe('the document of the HTTP API', () => {
  it.each(ROUTES.filter(({ caller }) => caller !== 'signer').map(({ method, path }) => `${method} ${path}`))(
    'names the problems of %s, all and no others',
    route => {
      const named = problemsOf(operationOf(route)).map(({ code }) => code)
      const ofAction = (codes: readonly string[]) => codes.filter(code => !BEFORE_THE_ACTION.has(code)).toSorted()

      expect(ofAction(named)).toEqual(ofAction(source.codesOf(route)))
    },
  )
})
