import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { TeamsConfig } from '../../settings/config.ts'
import type { Clock } from '../../system.ts'
import { createTeamDirectory, type TeamDirectory } from '../../teams/directory.ts'
import { createDocumentClient, createDynamoClient } from './client.ts'
import { createDynamoTeamReader } from './team-reader.ts'

/** Teams for functions that only read them. */
export const openTeams = (
  documents: DynamoDBDocumentClient,
  { table, firstTeams, smokeMember }: TeamsConfig,
  clock: Clock,
  mostAgeMs?: number,
): TeamDirectory =>
  createTeamDirectory(createDynamoTeamReader(documents, table), {
    clock,
    first: firstTeams,
    ...(smokeMember && { fixed: smokeMember }),
    ...(mostAgeMs !== undefined && { mostAgeMs }),
  })

/** The same, in the function's own region. */
export const openTeamsHere = (config: TeamsConfig, clock: Clock, mostAgeMs: number): TeamDirectory =>
  openTeams(createDocumentClient(createDynamoClient()), config, clock, mostAgeMs)
