import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parseTeams, type Teams } from '../../lib/teams/teams.ts'
import { callerOfArn, teamOfKey } from '../../lib/teams/who-asks.ts'
import { directoryOf } from '../support/teams.ts'

const teamsOf = (value: unknown): Teams => {
  const parsed = parseTeams(JSON.stringify(value))
  if ('faults' in parsed) throw new Error(parsed.faults.join('\n'))
  return parsed.teams
}
const faultsOf = (value: unknown) => {
  const parsed = parseTeams(typeof value === 'string' ? value : JSON.stringify(value))
  return 'faults' in parsed ? parsed.faults : []
}

const TEAMS = directoryOf(
  teamsOf({
    teams: {
      lab: { roles: ['arn:aws:iam::123456789012:role/lab'], keys: ['AKIAIOSFODNN7EXAMPLE'] },
      film: {
        roles: [
          'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Film_0123456789abcdef',
          'arn:aws:iam::210987654321:user/people/ben',
          'arn:aws-us-gov:iam::123456789012:role/film',
        ],
      },
    },
    auditors: ['arn:aws:iam::123456789012:role/audit'],
  }),
)

describe('what only reads like the ARN of an identity', () => {
  const REAL = [
    'arn:aws:iam::123456789012:role/lab',
    'arn:aws:sts::123456789012:assumed-role/lab/ann',
    'arn:aws:iam::210987654321:user/people/ben',
  ]
  const near = REAL.flatMap(arn => [
    `x${arn}`,
    ` ${arn}`,
    `arn:aws:iam::999999999999:role/x,${arn}`,
    `${arn}\n`,
    `${arn} x`,
    `${arn}\u0000`,
    arn.replace('::', '::1'),
    arn.replace(/\d{12}/, '12345678901'),
    arn.replace('arn:', 'ARN:'),
  ])

  it.each([
    ...near,
    '',
    'arn:aws:sts::123456789012:assumed-role/lab/',
    'arn:aws:sts::123456789012:assumed-role/lab/a/b',
  ])('%j stands for no caller', async arn => {
    expect(await callerOfArn(TEAMS, arn)).toBeUndefined()
  })

  it.each(near.filter(arn => !arn.includes(':sts:') && !arn.includes('999999999999')))(
    '%j cannot be in the table',
    arn => {
      expect(faultsOf({ teams: { lab: { roles: [arn] } } })).not.toEqual([])
    },
  )
})

describe('an IAM identity', () => {
  it.each([
    ['a session of a role', 'arn:aws:sts::123456789012:assumed-role/lab/ann@example.com', 'lab'],
    [
      'a session of a role with a path, as IAM Identity Center makes them',
      'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Film_0123456789abcdef/ann',
      'film',
    ],
    ['a user', 'arn:aws:iam::210987654321:user/people/ben', 'film'],
    ['a role of another partition', 'arn:aws-us-gov:sts::123456789012:assumed-role/film/i-0123', 'film'],
  ])('that is %s stands for its team', async (_what, arn, team) => {
    expect(await callerOfArn(TEAMS, arn)).toEqual({ team, principal: arn, role: 'member' })
  })

  it("that is an auditor's sees every team and is of none", async () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/audit/cem'

    expect(await callerOfArn(TEAMS, arn)).toEqual({ team: '-auditors', principal: arn, role: 'auditor' })
  })

  it.each([
    ['another account', 'arn:aws:sts::999999999999:assumed-role/lab/ann'],
    ['another partition', 'arn:aws-cn:sts::123456789012:assumed-role/lab/ann'],
    ['another role', 'arn:aws:sts::123456789012:assumed-role/labs/ann'],
    ['a session that calls itself after a role', 'arn:aws:sts::123456789012:assumed-role/guest/lab'],
    ['a user that is called like a role', 'arn:aws:iam::123456789012:user/lab'],
    ['a user of the same name and another path', 'arn:aws:iam::210987654321:user/ben'],
    ['a federated user', 'arn:aws:sts::123456789012:federated-user/lab'],
    ['the root of an account', 'arn:aws:iam::123456789012:root'],
    ['nothing', ''],
  ])('of %s stands for no caller', async (_what, arn) => {
    expect(await callerOfArn(TEAMS, arn)).toBeUndefined()
  })
})

describe('the table of teams', () => {
  it('reports whose a key is', async () => {
    expect(await teamOfKey(TEAMS, 'AKIAIOSFODNN7EXAMPLE')).toBe('lab')
    expect(await teamOfKey(TEAMS, 'AKIAUNKNOWN')).toBeUndefined()
  })

  it.each([
    ['no JSON', 'teams', ['it takes JSON of the form']],
    ['a team that is a text', { teams: { lab: 'x' } }, ['look at teams.lab']],
    ['a misspelt member', { teams: { lab: { role: [] } } }, ['look at teams.lab']],
    ['a misspelt member at its top', { team: {} }, ['"operators": []}.']],
    ['a list of teams', { teams: [] }, ['look at teams.']],
    ['a key that is a number', { teams: { lab: { keys: [1] } } }, ['look at teams.lab.keys']],
    ['an operator without a list', { operators: 'sub=olga' }, ['look at operators']],
    ['null', null, ['it takes JSON of the form']],
    ['a name with a slash', { teams: { 'a/b': {} } }, ['"a/b" is not a team\'s name']],
    ['a role that is not the ARN', { teams: { lab: { roles: ['lab'] } } }, ['"lab" of lab is not the ARN']],
    ['a pattern', { teams: { lab: { roles: ['arn:aws:iam::123456789012:role/*'] } } }, ['is not the ARN']],
    [
      'a key that is none',
      { teams: { lab: { keys: ['secret/key'] } } },
      ['"secret/key" of lab is not an access key ID'],
    ],
    [
      'one key of two teams',
      { teams: { lab: { keys: ['AKIAIOSFODNN7EXAMPLE'] }, film: { keys: ['AKIAIOSFODNN7EXAMPLE'] } } },
      ['AKIAIOSFODNN7EXAMPLE stands with lab and film'],
    ],
    [
      'one role, written in two ways, as member and auditor',
      {
        teams: { lab: { roles: ['arn:aws:iam::123456789012:role/people/lab'] } },
        auditors: ['arn:aws:iam::123456789012:role/lab'],
      },
      ['arn:aws:iam::123456789012:role/lab stands with lab and -auditors'],
    ],
  ])('is refused with %s', (_what, value, expected) => {
    expect(faultsOf(value)).toEqual(expected.map(text => expect.stringContaining(text)))
  })

  it('is as docs/security.md shows it', async () => {
    const [, example = ''] = /```json\n(.*?)\n```/s.exec(readFileSync('docs/security.md', 'utf8')) ?? []

    expect(faultsOf(example)).toEqual([])
    const ann = 'arn:aws:sts::123456789012:assumed-role/lab/ann'
    expect(await callerOfArn(directoryOf(teamsOf(JSON.parse(example))), ann)).toMatchObject({ team: 'lab' })
  })

  it('names every fault at once', () => {
    expect(faultsOf({ teams: { 'a b': { roles: ['x'], keys: ['y'] } } })).toHaveLength(3)
  })
})
