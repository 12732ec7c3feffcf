import type { CommandRows } from '../command.ts'
import {
  DELETE_TEAM_OPTIONS,
  LIST_KEYS_OPTIONS,
  LIST_TEAMS_OPTIONS,
  PUT_TEAM_OPTIONS,
  SHOW_TEAM_OPTIONS,
} from './options.ts'

const team = {
  arguments: '<name>',
  about: { name: 'The team, or a group beside teams: -auditors, -operators (after --)' },
  asks: 'waybill',
} as const

/** Who may do what for whom. */
export const TEAM_COMMANDS = {
  'teams list': {
    summary: 'List the teams that you may see',
    asks: 'waybill',
    isDefault: true,
    options: LIST_TEAMS_OPTIONS,
    examples: ['teams', 'teams list --format json'],
    load: async () => (await import('./teams.ts')).listTeams,
  },
  'teams show': {
    ...team,
    summary: 'Show a team',
    options: SHOW_TEAM_OPTIONS,
    examples: ['teams show lab', 'teams show -- -operators'],
    load: async () => (await import('./teams.ts')).showTeam,
  },
  'teams put': {
    ...team,
    summary: 'Make a team, or add to it what is named',
    options: PUT_TEAM_OPTIONS,
    examples: [
      'teams put lab --member arn:aws:iam::123456789012:role/lab --key AKIAI44QH8DHBEXAMPLE',
      'teams put lab --file lab.json',
      'teams put --member sub=olga@example.com -- -operators',
    ],
    load: async () => (await import('./teams.ts')).putTeam,
  },
  'teams delete': {
    ...team,
    summary: 'Delete a team; its jobs stay for auditors',
    options: DELETE_TEAM_OPTIONS,
    examples: ['teams delete lab', 'teams delete lab --force'],
    load: async () => (await import('./teams.ts')).deleteTeam,
  },
  'teams keys': {
    arguments: '[name]',
    about: { name: 'The team; default: every team' },
    asks: 'waybill',
    summary: 'List the signing keys of teams: what each is used for, and when its secret was changed',
    options: LIST_KEYS_OPTIONS,
    examples: ['teams keys', 'teams keys lab --format csv'],
    load: async () => (await import('./team-keys.ts')).listTeamKeys,
  },
} as const satisfies CommandRows
