import type { RouteNameIn } from '../routes.ts'
import { PAGING, type ParameterDoc, type RouteDoc } from './route-doc.ts'

const IF_MATCH: ParameterDoc = { about: 'The ETag of what is changed; needed where the team is there already' }
const OPTIONAL_MATCH: ParameterDoc = { about: 'The ETag of what is changed' }
const TEAM: ParameterDoc = { about: "An auditor's choice of team; members have their own" }
const NO_TEAM: ParameterDoc = {
  about: 'true: takes a deleted team up again, with its jobs',
  schema: { type: 'boolean' },
}

export const TEAM_ROUTES = {
  'GET /v1/me': {
    id: 'getMe',
    tag: 'Teams',
    summary: 'Who I am here, my team, and what I may do',
    answers: { 200: { about: 'The caller', body: 'Me' } },
  },
  'GET /v1/teams': {
    id: 'listTeams',
    tag: 'Teams',
    summary: 'Teams, and the groups beside them',
    query: PAGING,
    answers: { 200: { about: "A page of teams; of a member's only its own", body: 'TeamList', headers: ['Link'] } },
  },
  'PUT /v1/teams/{team}': {
    id: 'putTeam',
    tag: 'Teams',
    summary: 'Make a team, or change it as a whole; -auditors, -operators and -depot are the groups beside teams',
    query: { restore: NO_TEAM },
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'PutTeamBody' },
    answers: {
      200: { about: 'The team, changed', body: 'Team', headers: ['ETag'] },
      201: { about: 'The team, new', body: 'Team', headers: ['ETag', 'Location'] },
    },
    actions: ['putTeam'],
  },
  'GET /v1/teams/{team}': {
    id: 'getTeam',
    tag: 'Teams',
    summary: 'One team',
    answers: { 200: { about: 'The team', body: 'Team', headers: ['ETag'] } },
    actions: ['getTeam'],
  },
  'DELETE /v1/teams/{team}': {
    id: 'deleteTeam',
    tag: 'Teams',
    summary: 'Delete a team; its jobs stay for auditors',
    query: { force: { about: 'true: although devices are on their way', schema: { type: 'boolean' } } },
    headers: { 'If-Match': IF_MATCH },
    answers: { 204: { about: 'It is gone' } },
    actions: ['deleteTeam'],
  },
  'GET /v1/templates': {
    id: 'listTemplates',
    tag: 'Teams',
    summary: "The team's templates",
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of templates', body: 'TemplateList', headers: ['Link'] } },
  },
  'PUT /v1/templates/{name}': {
    id: 'putTemplate',
    tag: 'Teams',
    summary: 'Store a manifest with placeholders under a name',
    headers: { 'If-Match': OPTIONAL_MATCH },
    body: { json: 'PutTemplateBody' },
    answers: {
      200: { about: 'The template, changed', body: 'Template', headers: ['ETag'] },
      201: { about: 'The template, new', body: 'Template', headers: ['ETag', 'Location'] },
    },
    actions: ['putTemplate'],
  },
  'GET /v1/templates/{name}': {
    id: 'getTemplate',
    tag: 'Teams',
    summary: 'One template',
    query: { team: TEAM },
    answers: { 200: { about: 'The template', body: 'Template', headers: ['ETag'] } },
    actions: ['getTemplate'],
  },
  'DELETE /v1/templates/{name}': {
    id: 'deleteTemplate',
    tag: 'Teams',
    summary: 'Delete a template; the jobs that were made of it stay',
    headers: { 'If-Match': OPTIONAL_MATCH },
    answers: { 204: { about: 'It is gone' } },
    actions: ['deleteTemplate'],
  },
  'GET /v1/addresses': {
    id: 'listAddresses',
    tag: 'Teams',
    summary: "The team's address book",
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of addresses', body: 'AddressList', headers: ['Link'] } },
  },
  'PUT /v1/addresses/{name}': {
    id: 'putAddress',
    tag: 'Teams',
    summary: 'Put an address into the address book',
    headers: { 'If-Match': OPTIONAL_MATCH },
    body: { json: 'PutAddressBody' },
    answers: {
      200: { about: 'The address, changed', body: 'Address', headers: ['ETag'] },
      201: { about: 'The address, new', body: 'Address', headers: ['ETag', 'Location'] },
    },
    actions: ['putAddress'],
  },
  'GET /v1/addresses/{name}': {
    id: 'getAddress',
    tag: 'Teams',
    summary: 'One address',
    query: { team: TEAM },
    answers: { 200: { about: 'The address', body: 'Address', headers: ['ETag'] } },
    actions: ['getAddress'],
  },
  'DELETE /v1/addresses/{name}': {
    id: 'deleteAddress',
    tag: 'Teams',
    summary: 'Take an address out of the address book',
    headers: { 'If-Match': OPTIONAL_MATCH },
    answers: { 204: { about: 'It is gone' } },
    actions: ['deleteAddress'],
  },
} as const satisfies Readonly<Record<RouteNameIn<'manage-teams'>, RouteDoc>>
