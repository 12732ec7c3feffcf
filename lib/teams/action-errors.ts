import type { TeamErrorCode } from './errors.ts'

/** As in `lib/jobs/action-errors.ts`: the errors that each action can be refused with, by the action's name. */
export const TEAM_ACTION_ERRORS = {
  deleteAddress: ['ADDRESS_NOT_FOUND', 'TEAM_CHANGED'],
  deleteTeam: ['IF_MATCH_NEEDED', 'LAST_OPERATOR', 'TEAM_CHANGED', 'TEAM_HAS_JOBS', 'TEAM_NOT_FOUND'],
  deleteTemplate: ['TEAM_CHANGED', 'TEMPLATE_NOT_FOUND'],
  getAddress: ['ADDRESS_NOT_FOUND'],
  getTeam: ['TEAM_NOT_FOUND'],
  getTemplate: ['TEMPLATE_NOT_FOUND'],
  listKeys: ['TEAM_NOT_FOUND'],
  putAddress: ['ADDRESS_INVALID', 'TEAM_CHANGED'],
  putTeam: [
    'IF_MATCH_NEEDED',
    'LAST_OPERATOR',
    'TEAM_CHANGED',
    'TEAM_DELETED',
    'TEAM_INVALID',
    'TEAM_NOT_FOUND',
    'TEAM_OVERLAPS',
  ],
  putTemplate: ['TEAM_CHANGED', 'TEMPLATE_INVALID'],
} as const satisfies Readonly<Record<string, readonly TeamErrorCode[]>>
