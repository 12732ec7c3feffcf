import type { Command } from './command.ts'

/*
 * What the tabs of the screen **Team** do. NAME stands for what only the reader knows.
 */

const JSON_TYPE = { 'Content-Type': 'application/json' }

export const commandsOfTeam: readonly Command[] = [
  { title: 'team.facts', route: 'GET /v1/me', path: '/v1/me', cli: ['whoami'] },
]

export const commandsOfTemplates: readonly Command[] = [
  { title: 'team.templates', route: 'GET /v1/templates', path: '/v1/templates', cli: ['templates', 'list'] },
  {
    title: 'team.make',
    route: 'PUT /v1/templates/{name}',
    path: '/v1/templates/NAME',
    headers: JSON_TYPE,
    bodyFile: 'template.json',
    cli: ['templates', 'put', 'NAME', 'template.txt'],
  },
  {
    title: 'checks.delete',
    route: 'DELETE /v1/templates/{name}',
    path: '/v1/templates/NAME',
    cli: ['templates', 'delete', 'NAME'],
  },
]

export const commandsOfAddresses: readonly Command[] = [
  { title: 'team.addresses', route: 'GET /v1/addresses', path: '/v1/addresses', cli: ['addresses', 'list'] },
  {
    title: 'team.make',
    route: 'PUT /v1/addresses/{name}',
    path: '/v1/addresses/NAME',
    headers: JSON_TYPE,
    bodyFile: 'address.json',
    cli: ['addresses', 'put', 'NAME', '--file', 'address.json'],
  },
  {
    title: 'checks.delete',
    route: 'DELETE /v1/addresses/{name}',
    path: '/v1/addresses/NAME',
    cli: ['addresses', 'delete', 'NAME'],
  },
]

export const commandsOfSubscriptions: readonly Command[] = [
  {
    title: 'team.subscriptions',
    route: 'GET /v1/subscriptions',
    path: '/v1/subscriptions',
    cli: ['subscriptions', 'list'],
  },
  {
    title: 'team.make',
    route: 'PUT /v1/subscriptions/{name}',
    path: '/v1/subscriptions/NAME',
    headers: JSON_TYPE,
    bodyFile: 'subscription.json',
    cli: ['subscriptions', 'put', 'NAME', '--event', '*', '--email'],
  },
  {
    title: 'subscription.test',
    route: 'POST /v1/subscriptions/{name}/test',
    path: '/v1/subscriptions/NAME/test',
    cli: ['subscriptions', 'test', 'NAME'],
  },
  {
    title: 'subscription.deliveries',
    route: 'GET /v1/subscriptions/{name}/deliveries',
    path: '/v1/subscriptions/NAME/deliveries',
    cli: ['subscriptions', 'deliveries', 'NAME'],
  },
  {
    title: 'subscription.again',
    route: 'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry',
    path: '/v1/subscriptions/NAME/deliveries/DELIVERY/retry',
    cli: ['subscriptions', 'retry', 'NAME', 'DELIVERY'],
  },
  {
    title: 'checks.delete',
    route: 'DELETE /v1/subscriptions/{name}',
    path: '/v1/subscriptions/NAME',
    cli: ['subscriptions', 'delete', 'NAME'],
  },
]

/** What is there is changed only by who has seen it; `*` stands for that. */
const SEEN = { 'If-Match': '*' }

export const commandsOfTeams: readonly Command[] = [
  { title: 'team.teams', route: 'GET /v1/teams', path: '/v1/teams', cli: ['teams', 'list'] },
  {
    title: 'team.make',
    route: 'PUT /v1/teams/{team}',
    path: '/v1/teams/NAME',
    headers: JSON_TYPE,
    bodyFile: 'team.json',
    cli: ['teams', 'put', 'NAME', '--file', 'team.json'],
  },
  {
    title: 'checks.change',
    route: 'PUT /v1/teams/{team}',
    path: '/v1/teams/NAME',
    headers: { ...JSON_TYPE, ...SEEN },
    bodyFile: 'team.json',
    cli: ['teams', 'put', 'NAME', '--file', 'team.json'],
  },
  {
    title: 'checks.delete',
    route: 'DELETE /v1/teams/{team}',
    path: '/v1/teams/NAME',
    headers: SEEN,
    cli: ['teams', 'delete', 'NAME'],
  },
]

export const commandsOfKeys: readonly Command[] = [
  { title: 'keys.title', route: 'GET /v1/keys', path: '/v1/keys', cli: ['teams', 'keys'] },
]
