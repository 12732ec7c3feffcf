import { describe, expect, it } from '@jest/globals'
import { aboutPrincipal, type Need, type Statement, unneededGrants, verdictOf } from '../support/deployed/iam.ts'

const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/jobs'
const allow = (more: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: TABLE,
  ...more,
})
const put = (...keys: readonly string[]): Need => ({
  action: 'dynamodb:PutItem',
  resource: TABLE,
  context: { 'dynamodb:LeadingKeys': keys },
})
const where = (operator: string, key: string, ...values: readonly unknown[]) =>
  allow({ Condition: { [operator]: { [key]: values } } })
const LEADING = 'dynamodb:LeadingKeys'

describe('a policy', () => {
  it.each<readonly [string, Statement, Need, ReturnType<typeof verdictOf>]>([
    ['allows the action on the resource', allow({}), put('a'), 'allowed'],
    ['takes no notice of how an action is written', allow({ Action: 'DYNAMODB:putitem' }), put('a'), 'allowed'],
    ['is silent about another action', allow({ Action: 'dynamodb:GetItem' }), put('a'), 'silent'],
    ['is silent about another resource', allow({ Resource: `${TABLE}/index/*` }), put('a'), 'silent'],
    ['knows patterns', allow({ Action: 'dynamodb:*', Resource: 'arn:aws:*:table/j??s' }), put('a'), 'allowed'],
    ['takes a dot for a dot', allow({ Resource: TABLE.replace('-', '.') }), put('a'), 'silent'],
    ['denies whatever else it allows', allow({ Effect: 'Deny' }), put('a'), 'denied'],
    [
      'holds each key against the patterns',
      where('ForAllValues:StringLike', LEADING, 'A#*'),
      put('A#1', 'A#2'),
      'allowed',
    ],
    [
      'is silent where one of them differs',
      where('ForAllValues:StringLike', LEADING, 'A#*'),
      put('A#1', 'B#2'),
      'silent',
    ],
    ['holds for all of no keys, as IAM does', where('ForAllValues:StringLike', LEADING, 'A#*'), put(), 'allowed'],
    ['needs one key at least for any of them', where('ForAnyValue:StringLike', LEADING, 'A#*'), put(), 'silent'],
    ['takes a pattern literally where it compares', where('StringEquals', LEADING, 'A#*'), put('A#1'), 'silent'],
    ['asks for a key that is not there', where('StringEquals', 'aws:SourceAccount', '1'), put('a'), 'silent'],
    ['asks for it only if it is there', where('StringEqualsIfExists', 'aws:SourceAccount', '1'), put('a'), 'allowed'],
  ])('%s', (_what, statement, need, verdict) => {
    expect(verdictOf([statement], need)).toBe(verdict)
  })

  it('with an unknown condition is an error, and never a yes', () => {
    expect(() => verdictOf([where('DateLessThan', 'aws:CurrentTime', '2026')], put('a'))).toThrow('DateLessThan')
  })

  it('denies what one statement denies and another allows', () => {
    expect(verdictOf([allow({}), allow({ Effect: 'Deny' })], put('a'))).toBe('denied')
  })

  it('of a resource is about the principals that it names', () => {
    const statements = [
      allow({ Principal: '*' }),
      allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      allow({ Principal: { Service: ['sns.amazonaws.com'] } }),
    ]

    expect(aboutPrincipal(statements, ['Service', 'sns.amazonaws.com'])).toEqual([statements[0], statements[2]])
    expect(aboutPrincipal(statements, ['AWS', 'arn:aws:iam::111122223333:root'])).toEqual(statements.slice(0, 2))
  })
})

describe('a grant is not needed', () => {
  const names = (statements: readonly Statement[], ...needs: readonly Need[]) =>
    unneededGrants(statements, needs).map(({ action, resource }) => `${action} ${resource}`)

  it('where no call asked for it: by action and by resource', () => {
    const statement = allow({ Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: [TABLE, 'arn:other'] })

    expect(names([statement], put('a'))).toEqual([
      'dynamodb:PutItem arn:other',
      `dynamodb:GetItem ${TABLE}`,
      'dynamodb:GetItem arn:other',
    ])
  })

  it('where another grants the same, since no test would notice that it is gone', () => {
    expect(names([allow({}), allow({ Resource: '*' })], put('a'))).toHaveLength(2)
  })

  it('but is where some call has no other', () => {
    expect(names([where('ForAllValues:StringLike', LEADING, 'A#*'), allow({})], put('A#1'), put('B#1'))).toHaveLength(1)
    expect(names([allow({})], put('A#1'))).toEqual([])
  })
})
