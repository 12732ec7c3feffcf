import { describe, expect, it } from '@jest/globals'
import { createTeamFileKeys } from '../../../lib/adapters/secrets/team-file-keys.ts'
import type { Keys, TeamKey } from '../../../lib/teams/keys.ts'
import { directoryOf } from '../../support/teams.ts'

const key = (accessKeyId: string, team: string): TeamKey => ({
  accessKeyId,
  secretAccessKey: `secret of ${accessKeyId}`,
  previousSecretAccessKey: `secret of ${accessKeyId} before`,
  team,
})

/** A keys file that counts how often it is read. */
const fileOf = (...keys: readonly TeamKey[]) => {
  let reads = 0
  const file: Keys = {
    ofTeam: async name => {
      reads += 1
      return keys
        .filter(({ team }) => team === name)
        .map(({ accessKeyId, secretAccessKey }) => ({ accessKeyId, secretAccessKey }))
    },
    find: async accessKeyId => {
      reads += 1
      return keys.find(one => one.accessKeyId === accessKeyId)
    },
  }
  return { file, reads: () => reads }
}

const teams = directoryOf({
  teams: { lab: { roles: [], keys: ['LISTED', 'SECOND'] }, film: { roles: [], keys: [] } },
})

describe('the keys of a file for teams', () => {
  const { file } = fileOf(
    key('OWN', 'lab'),
    key('SECOND', 'lab'),
    key('LISTED', 'film'),
    key('FILMED', 'film'),
    key('STRAY', 'nobody'),
  )
  const keys = createTeamFileKeys(file, teams)
  const idsOf = async (team: string) => (await keys.ofTeam(team)).map(({ accessKeyId }) => accessKeyId)

  it('are of the team that lists them, in its order, before those under which they stand in the file', async () => {
    expect(await idsOf('lab')).toEqual(['LISTED', 'SECOND', 'OWN'])
    expect(await idsOf('film')).toEqual(['FILMED'])
  })

  it('are none of a team that is not there', async () => {
    expect(await idsOf('nobody')).toEqual([])
    expect(await keys.find('STRAY')).toBeUndefined()
  })

  it('sign with their secret of now, and verify with the one before too', async () => {
    expect(await keys.ofTeam('film')).toEqual([{ accessKeyId: 'FILMED', secretAccessKey: 'secret of FILMED' }])
    expect(await keys.find('LISTED')).toEqual({ ...key('LISTED', 'film'), team: 'lab' })
  })

  it('are read once for a team that lists none, since each submission asks', async () => {
    const counting = fileOf(key('FILMED', 'film'))
    await createTeamFileKeys(counting.file, teams).ofTeam('film')

    expect(counting.reads()).toBe(1)
  })
})
