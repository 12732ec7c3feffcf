import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readStage, StageError, stageNames } from '../../../lib/infra/stage/read-stage.ts'

const EXAMPLE: Readonly<Record<string, unknown>> = JSON.parse(readFileSync('stages/example.json', 'utf8'))
const DEPOT = { shippingAddress: ['C/O AnyCompany', '123 Any Street'] }
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678'
const TEAM = { roles: ['arn:aws:iam::111122223333:role/One'], keys: ['AKIAIOSFODNN7EXAMPLE'] }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-stages-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const faultsOf = (text: string): string[] => {
  writeFileSync(join(folder, 'mine.json'), text)
  try {
    readStage(folder, 'mine')
  } catch (error) {
    if (!(error instanceof StageError)) throw error
    return error.message.split('\n').map(line => line.replace(`${folder}/`, ''))
  }
  return []
}

describe('the example stages', () => {
  it.each(stageNames('stages'))('%s can be read', name => {
    expect(readStage('stages', name)).toMatchObject({ name })
  })
})

describe('a stage that cannot be deployed', () => {
  it('is explained by the list of those there are when its name is unknown', () => {
    expect(() => readStage('stages', 'prodution')).toThrow(
      'Unknown stage "prodution" in stages; known stages: example, example-depot, example-operated, example-private, example-public. Choose one with -c stage=NAME.',
    )
  })

  it.each(['Prod', 'a-name-of-21-letters1', '1st', 'pré'])('is explained where its file has the name %s', name => {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(EXAMPLE))

    expect(() => readStage(folder, name)).toThrow(`${name}.json: a stage's name stands in names of resources`)
  })

  it('is no way out of the folder', () => {
    expect(() => readStage('stages', '../package')).toThrow('Unknown stage "../package"')
  })

  it('must be JSON', () => {
    expect(faultsOf('{"region": ')[0]).toMatch(/^mine\.json is not JSON: /)
  })

  it('has no setting twice', () => {
    expect(faultsOf('{"region": "us-east-1", "teams": {"lab": {}, "lab": {}}}')).toEqual([
      'mine.json has teams.lab twice, and only one of the two would count.',
    ])
  })

  it.each<[sentence: string, changes: Readonly<Record<string, unknown>>]>([
    ['regoin is not a setting.', { regoin: 'us-east-1' }],
    ['region must be an AWS region such as "us-east-1".', { region: 'Virginia' }],
    ['account must be an account ID of twelve digits.', { account: '1234' }],
    [
      'service must be "aws", "depot" or the https address of an Import/Export endpoint.',
      { service: 'http://insecure.example.com' },
    ],
    ['signatureVersion must be 2 or 4.', { signatureVersion: 3 }],
    ['era must be "lenient" or "2015".', { era: '2009' }],
    [
      'operators must name who looks after teams: without one there would never be a team.',
      { teams: {}, operators: [] },
    ],
    ['smoke.team must be one of the teams.', { smoke: { team: 'nobody', bucket: 'amzn-s3-demo-bucket' } }],
    [
      'smoke.submit needs the service "depot": jobs at another service are real ones.',
      { smoke: { team: 'archive', bucket: 'amzn-s3-demo-bucket', submit: true } },
    ],
    ['functions.depot is set, but service is not "depot".', { functions: { depot: { memoryMb: 256 } } }],
    [
      'functions.submit-jobs.provisioned must not be more than its concurrency.',
      { functions: { 'submit-jobs': { concurrency: 1, provisioned: 2 } } },
    ],
    ['existing.depotTable and existing.depotSecrets need the service "depot".', { existing: { depotSecrets: true } }],
    [
      'replica.region must be another region than us-east-1.',
      { replica: { region: 'us-east-1', bucket: 'amzn-s3-demo-bucket' } },
    ],
    [
      'replica.keyArn must name a KMS key in its region where customerManagedKey is true.',
      { customerManagedKey: true, replica: { region: 'eu-west-1', bucket: 'amzn-s3-demo-bucket' } },
    ],
    [
      'replica copies the bucket that the stack makes; a logBucket must be replicated where it is.',
      {
        replica: { region: 'eu-west-1', bucket: 'amzn-s3-demo-bucket' },
        logBucket: { name: 'amzn-s3-demo-bucket', region: 'us-east-1' },
      },
    ],
    [
      'replica makes a table in two regions; existing.table must be replicated where it is.',
      {
        replica: { region: 'eu-west-1', bucket: 'amzn-s3-demo-bucket' },
        existing: { table: { name: 'waybill-dev-jobs-2' } },
      },
    ],
    [
      'historyLake reads the stream of the table twice; with replica DynamoDB allows one reader.',
      { historyLake: true, replica: { region: 'eu-west-1', bucket: 'amzn-s3-demo-bucket' } },
    ],
    [
      'historyLake needs the table that the stack makes; the stream of existing.table is not known to it.',
      { historyLake: true, existing: { table: { name: 'waybill-dev-jobs-2' } } },
    ],
    ['historyLake must be true or false.', { historyLake: 'yes' }],
    ['watching must be "full" or "lean".', { watching: 'some' }],
    ['budget must be a whole number of dollars from 1 to 1000000.', { budget: 0 }],
    ['teams.one.keys must be a list of access key IDs.', { teams: { one: { roles: TEAM.roles } } }],
    [
      'teams.one.keys must name at least one access key ID: without one the team can sign nothing.',
      { teams: { one: { ...TEAM, keys: [] } } },
    ],
    ['teams.one.keys.0 must be an access key ID.', { teams: { one: { ...TEAM, keys: ['short'] } } }],
    [
      'teams.one/two must be a team\'s name: letters, digits, ".", "_" and "-", at most 63.',
      { teams: { 'one/two': TEAM } },
    ],
    [
      'teams.one.keys and teams.two.keys both name AKIAIOSFODNN7EXAMPLE; it can be of one only.',
      { teams: { one: TEAM, two: { ...TEAM, roles: ['arn:aws:iam::111122223333:role/Two'] } } },
    ],
    [
      'teams.one.roles and auditors both name arn:aws:iam::111122223333:role/One; it can be of one only.',
      { teams: { one: TEAM }, auditors: TEAM.roles },
    ],
    [
      'teams.one.roles must name a role or user: with IAM only these act for the team.',
      { teams: { one: { keys: TEAM.keys } } },
    ],
    ['authentication.kind must be "iam" or "jwt".', { authentication: { kind: 'basic' } }],
    [
      'authentication.jwksUrl must be an https address.',
      { authentication: { kind: 'jwt', issuer: 'https://i.example.com', audience: 'waybill', jwksUrl: 'http://i' } },
    ],
    [
      "logBucket.region is eu-west-1, but region is us-east-1: the log bucket must be in the stage's region.",
      { logBucket: { name: 'amzn-s3-demo-bucket', region: 'eu-west-1' } },
    ],
    ['logBucket.name must be the name of an S3 bucket.', { logBucket: { name: 'Not_A_Bucket', region: 'us-east-1' } }],
    [
      'logRetentionDays must be a number of days that CloudWatch knows (…, 30, 60, 90, 180, 365, 731, …).',
      { logRetentionDays: 100 },
    ],
    ['signatureLockDays must be a whole number of days from 1 to 36500.', { signatureLockDays: 0 }],
    ['alarmEmail must be an e-mail address.', { alarmEmail: 'on-call' }],
    ['waf must be true or false.', { waf: 'on' }],
    [
      'privateEndpoint.vpcEndpointIds must name at least one VPC endpoint.',
      { privateEndpoint: { vpcEndpointIds: [] } },
    ],
    [
      'customDomain.queryName must differ from customDomain.name: each host leads to one API.',
      { customDomain: { name: 'a.example.com', queryName: 'a.example.com', certificateArn: CERTIFICATE } },
    ],
    [
      "customDomain.certificateArn must be of a certificate in us-west-2, the stage's region.",
      {
        region: 'us-west-2',
        customDomain: { name: 'a.example.com', queryName: 'b.example.com', certificateArn: CERTIFICATE },
      },
    ],
    [
      'customDomain and privateEndpoint exclude each other: a private API has the host of its VPC endpoint.',
      {
        privateEndpoint: { vpcEndpointIds: ['vpce-0a1b'] },
        customDomain: { name: 'a.example.com', queryName: 'b.example.com', certificateArn: CERTIFICATE },
      },
    ],
    ...[
      'arn:aws:iam::111122223333:role/*',
      'arn:aws:iam::111122223333:user/a?b',
      'arn:aws:iam::111122223333:role/',
    ].map((arn): [string, Record<string, unknown>] => [
      'auditors.0 must be the ARN of an IAM role or user ("arn:aws:iam::ACCOUNT:role/NAME").',
      { auditors: [arn] },
    ]),
    ['corsOrigins.0 must be an origin such as "https://console.example.com".', { corsOrigins: ['*'] }],
    ['throttling.burst must be a whole number of requests from 1 to 10000.', { throttling: { rate: 1, burst: 0 } }],
    ['depot must be set where service is "depot": {"shippingAddress": ["…", "…"]}.', { service: 'depot' }],
    ['depot is set, but service is not "depot".', { depot: DEPOT }],
    [
      'depot.shippingAddress must have a line for who and at least one for where.',
      { service: 'depot', depot: { shippingAddress: ['AnyCompany'] } },
    ],
  ])('%s', (sentence, changes) => {
    expect(faultsOf(JSON.stringify({ ...EXAMPLE, ...changes }))).toEqual([`mine.json: ${sentence}`])
  })

  it('gets all its faults at once', () => {
    const faults = faultsOf(JSON.stringify({ ...EXAMPLE, era: 'x', waf: 1, typo: true }))

    expect(faults).toHaveLength(3)
  })
})
