import type { BookAddress, Template } from '../../lib/teams/belongings.ts'
import { createTeamDirectory, type TeamDirectory } from '../../lib/teams/directory.ts'
import { type ClaimNames, firstTeams } from '../../lib/teams/first-teams.ts'
import { PLAIN_TEAM, type Team } from '../../lib/teams/team.ts'
import { NO_TEAMS, type Teams } from '../../lib/teams/teams.ts'

const AT = '2026-11-21T10:00:00.000Z'

/** A team as it is stored. */
export const teamOf = (name: string, settings: Partial<Team> = {}): Team => ({
  ...PLAIN_TEAM,
  name,
  id: `${name}-id`,
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  updatedBy: 'olga',
  ...settings,
})

/** The same, changed. */
export const nextOf = (team: Team, settings: Partial<Team>): Team => ({
  ...team,
  ...settings,
  version: team.version + 1,
})

export const arnOf = (role: string) => `arn:aws:iam::123456789012:role/${role}`
export const member = (role: string) => ({ arn: arnOf(role), role: 'member' }) as const
export const rule = (bucket: string) => ({ bucket, uses: ['import', 'export', 'log'] }) as const

export const templateOf = (settings: Partial<Template> = {}): Template => ({
  is: 'template',
  team: 'lab',
  name: 'monthly',
  id: 'template-1',
  version: 1,
  manifest: 'deviceId:{{deviceId}}\n',
  placeholders: [{ name: 'site', pattern: '[a-z]+', default: 'berlin', description: 'Which site' }],
  createdAt: AT,
  updatedAt: AT,
  updatedBy: 'ann',
  ...settings,
})

export const addressOf = (settings: Partial<BookAddress> = {}): BookAddress => ({
  is: 'address',
  team: 'lab',
  name: 'berlin',
  id: 'address-1',
  version: 1,
  address: { name: 'Jörg', city: 'Berlin' },
  createdAt: AT,
  updatedAt: AT,
  updatedBy: 'ann',
  ...settings,
})

const NOTHING_STORED = {
  get: async () => undefined,
  find: async () => new Map(),
  ofBucket: async () => undefined,
  isMoved: async () => false,
}

/** Teams as settings name them, before any is stored. */
export const directoryOf = (teams: Partial<Teams>, claims?: ClaimNames): TeamDirectory =>
  createTeamDirectory(NOTHING_STORED, {
    clock: () => new Date(0),
    first: firstTeams({ ...NO_TEAMS, ...teams }, claims),
  })
