import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { stageNames } from '../../lib/infra/stage/read-stage.ts'
import { type Permission, permissionRows, permissionsOf } from '../support/permissions.ts'
import { depotTemplateOf, exampleStage, templateOf } from '../support/synth.ts'

const SHOWN = readFileSync('docs/permissions.md', 'utf8')

describe('what the functions may do', () => {
  it('is what docs/permissions.md shows', () => {
    const rows = [
      ...permissionRows(permissionsOf(templateOf(exampleStage()), 'example')),
      ...permissionRows(
        permissionsOf(templateOf(exampleStage('example-public')), 'example-public').filter(
          one => one.function === 'purge-jobs',
        ),
      ),
      ...permissionRows(permissionsOf(depotTemplateOf(exampleStage('example-depot')), 'example-depot')),
    ]

    expect(SHOWN.split('\n').filter(line => line.startsWith('| `'))).toEqual(rows)
  })
})

describe.each(stageNames('stages'))('on the stage %s', name => {
  let permissions: readonly Permission[]
  beforeAll(() => {
    permissions = permissionsOf(templateOf(exampleStage(name)), name)
  })

  const mayDo = (action: RegExp) => [
    ...new Set(permissions.filter(one => action.test(one.action)).map(one => one.function)),
  ]

  it('no action is a pattern', () => {
    expect(permissions.filter(({ action }) => action.includes('*'))).toEqual([])
  })

  it('only traces and the list of schedules are of no resource in particular', () => {
    const everywhere = permissions.filter(({ resource }) => resource === '*').map(({ action }) => action)

    expect([...new Set(everywhere)].sort()).toEqual([
      'scheduler:ListSchedules',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ])
  })

  it('only functions that sign or verify read keys, and only those of the stage', () => {
    const signers = [
      'submit-jobs',
      'manage-jobs',
      'query-api',
      'run-check',
      'reconcile',
      'follow-jobs',
      'manage-checks',
    ]

    expect(signers).toEqual(expect.arrayContaining(mayDo(/^secretsmanager:(?!DescribeSecret$)/)))
    const secrets = permissions.filter(({ action }) => /^secretsmanager:(?!DescribeSecret$)/.test(action))
    for (const { action, resource } of secrets.filter(one => one.resource !== 'secret of the staff')) {
      expect([action, resource]).toEqual(['secretsmanager:GetSecretValue', `secret waybill/${name}/keys/*`])
    }
  })

  it('the function that looks after teams alone asks for descriptions of keys, and reads no secret', () => {
    const described = permissions.filter(one => one.action === 'secretsmanager:DescribeSecret')

    expect(described.map(one => [one.function, one.resource])).toEqual([
      ['manage-teams', `secret waybill/${name}/keys/*`],
    ])
    expect(mayDo(/^secretsmanager:GetSecretValue$/)).not.toContain('manage-teams')
  })

  it('the desk alone reads the secret of the staff, and only where the stage has a depot', () => {
    const readers = permissions.filter(({ resource }) => resource === 'secret of the staff')
    const expected = exampleStage(name).service === 'depot' ? [['manage-jobs', 'secretsmanager:GetSecretValue']] : []

    expect(readers.map(one => [one.function, one.action])).toEqual(expected)
  })

  it('nothing replaces or removes a SIGNATURE or lifts its lock', () => {
    const further = permissions.filter(({ action }) => /^s3:(?!GetObject$|PutObject$|ListBucket$)/.test(action))
    // PDFs of old jobs are removed, as far as no lock holds them.
    const removal = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObjectRetention'].map(
      action => `purge-jobs ${action} log bucket/artifacts/*`,
    )

    expect(further.map(one => `${one.function} ${one.action} ${one.resource}`)).toEqual(
      name === 'example-public' ? [...removal, 'purge-jobs s3:ListBucketVersions log bucket'] : [],
    )
  })

  it('look-ups change no record and no job: they add to history', () => {
    const writes = permissions.filter(
      one => one.function === 'look-up-jobs' && /^(?:dynamodb:(?:Put|Update|Delete)|s3:Put)/.test(one.action),
    )

    expect(writes.map(({ action, where }) => [action, where])).toEqual([
      ['dynamodb:PutItem', '{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["EVENTS#*"]}}'],
    ])
  })

  it('functions for checks write no record, and of all others only those for subscriptions and teams remove anything', () => {
    const checks = ['manage-checks', 'run-check']
    const writes = permissions.filter(one => /^dynamodb:(?:Put|Update|Delete)/.test(one.action))

    expect(writes.filter(one => checks.includes(one.function) && one.where.includes('RECORD#'))).toEqual([])
    const removals = writes.filter(one => !checks.includes(one.function) && one.action === 'dynamodb:DeleteItem')
    expect(removals.map(one => [one.function, one.where])).toEqual([
      ['manage-subscriptions', '{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["SUBSCRIPTIONS#*"]}}'],
      ['manage-teams', '{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["TEAM-OWN#*"]}}'],
    ])
    expect(writes.filter(({ where }) => where === '')).toEqual([])
  })

  it('the authoriser reads teams, and reaches nothing else but its log', () => {
    const reached = permissions.filter(one => one.function === 'authorize').map(({ action }) => action)

    expect(reached.filter(action => !/^(?:logs|xray):/.test(action)).sort()).toEqual(
      name === 'example-public' ? ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'kms:Decrypt', 'kms:DescribeKey'] : [],
    )
  })
})
