import type { RouteNameIn } from '../routes.ts'
import { namedThings } from './named-things.ts'
import { PAGING, type ParameterDoc, type RouteDoc, SWITCH } from './route-doc.ts'

const IF_MATCH: ParameterDoc = {
  about: 'The ETag of the version that you have seen. A team that exists needs it; a new one does not.',
}

export const TEAM_ROUTES = {
  'GET /v1/me': {
    id: 'getMe',
    tag: 'Teams',
    summary: 'Show the caller',
    about:
      'Shows who the caller is to Waybill: principal, role, team, and every route that this role may call. Use it to test credentials: it changes nothing, and history does not record it.',
    answers: { 200: { about: 'The caller.', body: 'Me' } },
  },
  'GET /v1/teams': {
    id: 'listTeams',
    tag: 'Teams',
    summary: 'List teams',
    about:
      'Lists teams and the groups beside them, -auditors, -operators and -depot, in the order of their names. Members and viewers see their own team only.',
    query: PAGING,
    answers: { 200: { about: 'A page of teams.', body: 'TeamList', headers: ['Link'] } },
  },
  'PUT /v1/teams/{team}': {
    id: 'putTeam',
    tag: 'Teams',
    summary: 'Make or change a team',
    about:
      'Stores the team as a whole: what the body leaves out gets its default. The answer reports every fault at once, and then nothing has changed. A member, key or bucket of another team is refused. -auditors, -operators and -depot are groups: they have members and nothing else.',
    query: { restore: { about: 'true: restores a deleted team, with its jobs.', schema: SWITCH } },
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'PutTeamBody' },
    answers: {
      200: { about: 'The team, changed.', body: 'Team', headers: ['ETag'] },
      201: { about: 'The new team.', body: 'Team', headers: ['ETag', 'Location'] },
    },
    actions: ['putTeam'],
  },
  'GET /v1/teams/{team}': {
    id: 'getTeam',
    tag: 'Teams',
    summary: 'Get one team',
    about:
      'Gets a team with its members, keys, buckets, limits and defaults. It shows the ID of each key, never a secret.',
    answers: { 200: { about: 'The team.', body: 'Team', headers: ['ETag'] } },
    actions: ['getTeam'],
  },
  'DELETE /v1/teams/{team}': {
    id: 'deleteTeam',
    tag: 'Teams',
    summary: 'Delete a team',
    about:
      'Deletes the team: its members, keys and buckets are free at once. Its jobs stay, and auditors see them, so the name stays taken.',
    query: { force: { about: 'true: deletes the team although it has jobs under way.', schema: SWITCH } },
    headers: { 'If-Match': IF_MATCH },
    answers: { 204: { about: 'The team is deleted.' } },
    actions: ['deleteTeam'],
  },
  'GET /v1/keys': {
    id: 'listKeys',
    tag: 'Teams',
    summary: 'List signing keys',
    about:
      'Lists the access keys that teams sign with, in the order of the teams and of each team in the order in which it prefers them. It shows when each secret was changed last, and never a secret. `waybill keys` puts, rotates and deletes secrets. A secret that no team uses is not in this list; `waybill keys list` shows it.',
    query: { team: { about: 'The name of a team. Default: every team.' }, ...PAGING },
    answers: { 200: { about: 'A page of keys.', body: 'KeyList', headers: ['Link'] } },
    actions: ['listKeys'],
  },
  ...namedThings('templates', {
    name: 'Template',
    tag: 'Teams',
    schemas: { one: 'Template', list: 'TemplateList', put: 'PutTemplateBody' },
    actions: { put: 'putTemplate', get: 'getTemplate', delete: 'deleteTemplate' },
    summaries: { list: "List the team's templates", put: 'Store a template' },
    about: {
      list: 'Lists the templates of a team. A template is a manifest with placeholders such as {{deviceId}}.',
      put: 'Stores a manifest with placeholders under a name, in the place of the template that has the name. The answer reports every fault at once. POST /v1/templates/{name}/jobs makes jobs of it.',
      get: 'Gets a template: its manifest, its placeholders, and the pattern and default of each.',
      delete: 'Deletes the template. The jobs that it made stay as they are.',
    },
  }),
  ...namedThings('addresses', {
    name: 'Address',
    tag: 'Teams',
    schemas: { one: 'Address', list: 'AddressList', put: 'PutAddressBody' },
    actions: { put: 'putAddress', get: 'getAddress', delete: 'deleteAddress' },
    summaries: { list: "List the team's address book", put: 'Store an address' },
    about: {
      list: "Lists the address book of a team. The team's default returnAddress may name one of its addresses.",
      put: 'Stores an address under a name, in the place of the address that has the name. It is checked as the returnAddress of a manifest, and the answer reports every fault at once.',
      get: 'Gets an address, as the returnAddress of a manifest has it.',
      delete: 'Deletes the address. The jobs that were made with it stay as they are.',
    },
  }),
} as const satisfies Readonly<Record<RouteNameIn<'manage-teams'>, RouteDoc>>
