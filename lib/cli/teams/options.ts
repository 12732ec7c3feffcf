import { FORMAT_OF_LIST, FORMAT_OF_ONE, type OptionRows, type OptionsOf } from '../option.ts'

const WHO = 'arn|claim=value'

export const PUT_TEAM_OPTIONS = {
  member: { is: 'list', value: WHO, about: 'Who acts for the team: an IAM role or user, or a claim of a token' },
  viewer: { is: 'list', value: WHO, about: 'Who sees what the team has' },
  key: { is: 'list', value: 'id', about: 'An access key that the team signs with, preferred one first' },
  bucket: {
    is: 'list',
    value: 'name[:uses]',
    about: 'A bucket that the team may name, or lab-*; uses: import,export,log',
  },
  'daily-jobs': { is: 'number', value: 'n', about: 'Jobs that the team may make in a day', least: 1, most: 1_000_000 },
  tag: { is: 'list', value: 'name', about: 'A tag that each job of the team must have' },
  tier: { is: 'text', value: 'name', about: "One of the stage's tiers of usage" },
  remove: { is: 'list', value: 'what', about: 'Take away a member, a key, a bucket or a needed tag; may be repeated' },
  file: {
    is: 'text',
    value: 'json',
    about: 'The whole team as JSON, as `teams show --format json` prints it, in place of the options above',
    excludes: 'member',
  },
  restore: { is: 'flag', about: 'Take a deleted team up again, with its jobs' },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type PutTeamOptions = OptionsOf<typeof PUT_TEAM_OPTIONS>

export const LIST_TEAMS_OPTIONS = { format: FORMAT_OF_LIST } as const satisfies OptionRows
export type ListTeamsOptions = OptionsOf<typeof LIST_TEAMS_OPTIONS>

export const LIST_KEYS_OPTIONS = { format: FORMAT_OF_LIST } as const satisfies OptionRows
export type ListKeysOptions = OptionsOf<typeof LIST_KEYS_OPTIONS>

export const SHOW_TEAM_OPTIONS = { format: FORMAT_OF_ONE } as const satisfies OptionRows
export type ShowTeamOptions = OptionsOf<typeof SHOW_TEAM_OPTIONS>

export const DELETE_TEAM_OPTIONS = {
  force: { is: 'flag', about: 'Although devices are on their way' },
} as const satisfies OptionRows
export type DeleteTeamOptions = OptionsOf<typeof DELETE_TEAM_OPTIONS>
