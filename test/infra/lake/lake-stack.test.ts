import { beforeAll, describe, expect, it } from '@jest/globals'
import { Validations } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { eventKey, jobKey, KEY_PREFIXES, manifestKey, recordKey } from '../../../lib/adapters/dynamo/job-table.ts'
import { dayFile } from '../../../lib/cli/audit/export-files.ts'
import { LAKE_QUERIES } from '../../../lib/infra/lake/lake-queries.ts'
import { JOB_MEMBERS, lakeTables } from '../../../lib/infra/lake/lake-tables.ts'
import { appOf, exampleStage, lakeTemplateOf, resourcesOf, stacksOf } from '../../support/synth.ts'

const TABLES = lakeTables(KEY_PREFIXES)

let template: Template
beforeAll(() => {
  template = lakeTemplateOf(exampleStage('example-private'))
})

/** What the statements of a role allow, by action. */
const allowedTo = (of: Template, id: RegExp) =>
  Object.entries(resourcesOf(of, 'AWS::IAM::Role'))
    .filter(([name]) => id.test(name))
    .flatMap(([, { Properties }]) => Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: unknown
}

describe('the stream of the table', () => {
  it('is there in a stage that has a lake, and in no other', () => {
    const streamsOf = (name: string) =>
      Object.values(resourcesOf(stacksOf(exampleStage(name)).waybill.template, 'AWS::DynamoDB::Table')).map(
        ({ Properties }) => Properties.StreamSpecification,
      )

    expect(streamsOf('example-private')).toEqual([{ StreamViewType: 'NEW_IMAGE' }])
    expect(streamsOf('example')).toEqual([undefined])
    expect(stacksOf(exampleStage()).lake).toBeUndefined()
  })

  it('costs the main stack no resource', () => {
    const types = Object.values(
      stacksOf(exampleStage('example-private')).waybill.template.toJSON().Resources as Record<string, { Type: string }>,
    ).map(({ Type }) => Type)

    expect(types.filter(type => /^AWS::(?:Pipes|KinesisFirehose|Glue|Athena)::/.test(type))).toEqual([])
  })
})

describe('the alarms of the lake', () => {
  it('watch each pipe and each delivery stream by the name that it has', () => {
    const namesOf = (type: string, member: string) =>
      Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties[member])
    const watched = (metric: string) =>
      Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
        .filter(({ Properties }) => Properties.MetricName === metric)
        .flatMap(({ Properties }) => (Properties.Dimensions as { Value: string }[]).map(({ Value }) => Value))

    expect(watched('ExecutionFailed')).toEqual(namesOf('AWS::Pipes::Pipe', 'Name'))
    expect(watched('DeliveryToS3.DataFreshness')).toEqual(
      namesOf('AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamName'),
    )
    expect(watched('ExecutionFailed')).toHaveLength(TABLES.length)
  })

  it('go to the topic of all alarms', () => {
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'))) {
      expect(Properties.AlarmName).toMatch(/^waybill-example-private-lake-/)
      expect(JSON.stringify(Properties.AlarmActions)).toContain(':waybill-example-private-alarms')
    }
  })
})

describe('what flows', () => {
  /** Whether a filter lets a change pass, as EventBridge decides: each member must be one of those listed. */
  const passes = (filter: unknown, value: unknown): boolean =>
    Array.isArray(filter)
      ? filter.some(wanted =>
          typeof wanted === 'object'
            ? String(value).startsWith((wanted as { prefix: string }).prefix)
            : wanted === value,
        )
      : Object.entries(filter as object).every(([name, inner]) =>
          passes(inner, (value as Readonly<Record<string, unknown>>)[name]),
        )
  const flowOf = (eventName: string, { pk, sk }: { readonly pk: string; readonly sk: string }) =>
    TABLES.filter(({ filter }) =>
      passes(filter, { eventName, dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } }),
    ).map(({ name }) => name)

  it.each([
    ['an event', 'INSERT', eventKey('wb1', 2), ['events']],
    ['an event of the form before chains', 'INSERT', { pk: 'EVENTS#wb1', sk: '2026-11-01T00:00:00.000Z#1' }, []],
    ['a new job', 'INSERT', jobKey('ABCDE'), ['jobs']],
    ['a changed job', 'MODIFY', jobKey('ABCDE'), ['jobs']],
    ['the manifest of a job', 'INSERT', manifestKey('ABCDE', 1), []],
    ['a pointer of a job', 'INSERT', { ...jobKey('ABCDE'), sk: 'STAGE' }, []],
    ['a submission', 'INSERT', recordKey('wb1'), []],
    ['a team', 'INSERT', { pk: 'TEAM#archive', sk: 'TEAM' }, []],
  ])('%s (%s) goes where it belongs', (_what, eventName, key, names) => {
    expect(flowOf(eventName, key)).toEqual(names)
  })

  it('has no address, manifest, signature or description of a job', () => {
    const jobs = TABLES.find(({ name }) => name === 'jobs')
    const taken = [...(jobs?.template ?? '').matchAll(/NewImage\.(\w+)/g)].map(([, name]) => name)

    expect(taken).toEqual([...Object.keys(JOB_MEMBERS), 'stage'])
    expect(taken.filter(name => /address|manifest$|signature|description|warnings/i.test(String(name)))).toEqual([])
  })

  it.each(TABLES)(
    'of $name is JSON once the paths are filled in, with the columns of its table',
    ({ template: line, columns }) => {
      const filled = JSON.parse(line.replace(/"<[^>]+>"/g, '"text"').replace(/<[^>]+>/g, '{"S": "text"}'))

      expect(Object.keys(filled)).toEqual(columns.map(({ name }) => name))
    },
  )

  it('comes to files of a day in GZIP, a line each, under names like those of an export', () => {
    for (const { name } of TABLES) {
      template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
        DeliveryStreamName: `waybill-example-private-${name}`,
        DeliveryStreamEncryptionConfigurationInput: { KeyType: Match.anyValue() },
        ExtendedS3DestinationConfiguration: Match.objectLike({
          Prefix: `lake/${name}/day=!{timestamp:yyyy-MM-dd}/`,
          ErrorOutputPrefix: Match.stringLikeRegexp(`^lake/errors/${name}/`),
          CompressionFormat: 'GZIP',
          ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] },
        }),
      })
      expect(dayFile('lake', name, '2026-11-26')).toBe(`lake/${name}/day=2026-11-26/${name}.ndjson`)
    }
  })
})

describe('the roles', () => {
  it('of a pipe reads one stream and puts into one Firehose', () => {
    const statements = allowedTo(template, /^eventsPipeRole/)

    expect(statements.map(({ Action }) => Action)).toEqual([
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      'firehose:PutRecordBatch',
    ])
    expect(JSON.stringify(statements)).not.toContain('"Resource":"*"')
  })

  it('of Firehose adds objects under its own prefixes, and reads and removes none', () => {
    const statements = allowedTo(template, /^jobsDeliveryRole/)
    const put = statements.find(({ Action }) => [Action].flat().includes('s3:PutObject'))

    expect(JSON.stringify(put?.Resource).match(/lake[^"]+/g)).toEqual(['lake/errors/jobs/*', 'lake/jobs/*'])
    expect(JSON.stringify(statements)).not.toMatch(/s3:(?:Get|Delete)Object|"s3:\*"/)
  })

  it('act for this account only', () => {
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Role'))) {
      expect(Properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': expect.anything() } } }],
      })
    }
  })
})

describe('what Athena has', () => {
  it('finds the folder of a day by itself', () => {
    const tables = Object.values(resourcesOf(template, 'AWS::Glue::Table')).map(
      ({ Properties }) => Properties.TableInput,
    )

    expect(tables).toEqual(
      TABLES.map(({ name, columns }) =>
        expect.objectContaining({
          Name: name,
          PartitionKeys: [{ Name: 'day', Type: 'string' }],
          Parameters: expect.objectContaining({ 'projection.enabled': 'true', 'projection.day.format': 'yyyy-MM-dd' }),
          StorageDescriptor: expect.objectContaining({
            Columns: columns.map(({ name: column, type }) => ({ Name: column, Type: type })),
          }),
        }),
      ),
    )
    expect(JSON.stringify(tables)).toMatch(/\/lake\/events\/day=\$\{day\}\//)
  })

  it.each(LAKE_QUERIES)('asks only for columns that there are: $name', ({ text }) => {
    const members = [...text.matchAll(/item\."?(\w+)"?\.([sn])\b/g)].map(([, name, type]) => `${name}:struct<${type}:`)
    const types = TABLES.flatMap(({ columns }) => columns.map(({ type }) => type)).join()

    expect(members.length).toBeGreaterThan(0)
    expect(members.filter(member => !types.includes(member))).toEqual([])
  })

  it('reads at most 10 GB for a query, and keeps no result in the log bucket', () => {
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'waybill-example-private',
      WorkGroupConfiguration: {
        BytesScannedCutoffPerQuery: 10_000_000_000,
        EnforceWorkGroupConfiguration: true,
        ManagedQueryResultsConfiguration: { Enabled: true },
      },
    })
    template.resourceCountIs('AWS::Athena::NamedQuery', LAKE_QUERIES.length)
  })
})

describe('under a key of the stage', () => {
  it('everything is encrypted with it, each role uses it for one service, and no rule of a review is violated', () => {
    const { app, lake } = appOf(exampleStage('example', { customerManagedKey: true, historyLake: true }))
    if (!lake) throw new Error('The stage has no lake')
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))

    expect(() => app.synth()).not.toThrow()
    const own = Template.fromStack(lake)
    const [log] = Object.values(resourcesOf(own, 'AWS::Logs::LogGroup'))
    const key = log?.Properties.KmsKeyId
    expect(JSON.stringify(key)).toContain('DataKey')
    own.allResourcesProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: key },
    })
    const uses = (id: RegExp) =>
      allowedTo(own, id).find(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(key))
    expect(uses(/^jobsPipeRole/)).toMatchObject({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': expect.anything() } },
    })
    expect(uses(/^jobsDeliveryRole/)?.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey'])
  })
})
