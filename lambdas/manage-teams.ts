import { manageTeams } from '../lib/http/teams/manage-teams.ts'
import { inTime } from './in-time.ts'
import { teamDependencies } from './wiring-teams.ts'

export const handler = inTime(manageTeams(await teamDependencies()))
