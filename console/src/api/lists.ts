import { allPages } from '../../../lib/client/pages.ts'
import { api } from './client.ts'
import { answered } from './problem.ts'

/*
 * Whole lists of what a team has dozens of, page by page. Each throws ApiProblem, NoAnswer, ForeignAnswer.
 */

export const listAddresses = () =>
  allPages(
    query => answered(api.GET('/v1/addresses', { params: { query } })),
    ({ addresses }) => addresses,
  )

export const listChecks = () =>
  allPages(
    query => answered(api.GET('/v1/checks', { params: { query } })),
    ({ checks }) => checks,
  )

export const listEvents = (jobId: string) =>
  allPages(
    query => answered(api.GET('/v1/jobs/{jobId}/events', { params: { path: { jobId }, query } })),
    ({ events }) => events,
  )

export const listManifests = (jobId: string) =>
  allPages(
    query => answered(api.GET('/v1/jobs/{jobId}/manifests', { params: { path: { jobId }, query } })),
    ({ manifests }) => manifests,
  )

export const listSubscriptions = () =>
  allPages(
    query => answered(api.GET('/v1/subscriptions', { params: { query } })),
    ({ subscriptions }) => subscriptions,
  )

export const listTeams = () =>
  allPages(
    query => answered(api.GET('/v1/teams', { params: { query } })),
    ({ teams }) => teams,
  )

export const listTemplates = () =>
  allPages(
    query => answered(api.GET('/v1/templates', { params: { query } })),
    ({ templates }) => templates,
  )
