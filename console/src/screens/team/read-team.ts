import { api } from '../../api/client.ts'
import { wholeAnswer } from '../../api/problem.ts'
import type { Team } from './team-facts.tsx'

/** A team as it was read, and the tag by which a change names what it was made from. */
export interface SeenTeam {
  readonly team: Team
  readonly etag: string
}

/** @throws ApiProblem, NoAnswer, ForeignAnswer */
export const readTeam = async (name: string): Promise<SeenTeam> => {
  const { data: team, response } = await wholeAnswer(
    api.GET('/v1/teams/{team}', { params: { path: { team: name.trim() } } }),
  )
  return { team, etag: response.headers.get('ETag') ?? '' }
}
