import { beforeAll, describe, expect, it } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { needsCaller, ROUTES } from '../../lib/http/routes.ts'
import { AUTHORIZER_REMEMBERS_SECONDS, GATEWAY_REMEMBERS_SECONDS } from '../../lib/settings/caller-ages.ts'
import { MOST_AGE_MS } from '../../lib/teams/directory.ts'
import { appOf, depotTemplateOf, exampleStage, resourcesOf, stacksOf, templateOf } from '../support/synth.ts'

let least: Template
let most: Template
beforeAll(() => {
  least = templateOf(exampleStage())
  most = templateOf(exampleStage('example-public'))
})

describe('what is kept', () => {
  it('lies in a table that can be restored to any second and refuses to be deleted', () => {
    least.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    })
  })

  it('lies in a bucket that is closed, encrypted, versioned, and locks its objects', () => {
    least.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: Match.anyValue() },
        VersioningConfiguration: { Status: 'Enabled' },
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
        },
        LoggingConfiguration: { DestinationBucketName: Match.anyValue() },
      },
    })
  })

  it('is reached over TLS 1.2 or later only', () => {
    for (const { Properties } of Object.values(resourcesOf(least, 'AWS::S3::BucketPolicy'))) {
      const { Statement } = Properties.PolicyDocument as { Statement: { Effect: string; Condition?: object }[] }
      const denied = Statement.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => Condition)

      expect(denied).toEqual([
        { Bool: { 'aws:SecureTransport': 'false' } },
        { NumericLessThan: { 's3:TlsVersion': 1.2 } },
      ])
    }
  })

  it('lies under the KMS key of the stage where it has one', () => {
    most.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } })
    expect(JSON.stringify(resourcesOf(most, 'AWS::S3::Bucket'))).toContain('"SSEAlgorithm":"aws:kms"')
  })

  it('goes with a stage that is for trying out, and nothing is locked there', () => {
    const template = templateOf(exampleStage('example', { keepData: false }))

    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' })
    expect(JSON.stringify(resourcesOf(template, 'AWS::S3::Bucket'))).not.toContain('ObjectLock')
  })

  it('goes into a bucket that is there already, where the stage names one', () => {
    const template = templateOf(exampleStage('example-private'))

    template.resourceCountIs('AWS::S3::Bucket', 0)
    expect(JSON.stringify(resourcesOf(template, 'AWS::Lambda::Function'))).toContain(
      '"WAYBILL_LOG_BUCKET":"amzn-s3-demo-audit-bucket"',
    )
  })
})

describe('the functions', () => {
  it('are all on Node 24 and arm64, traced, limited, and logged for as long as the stage sets', () => {
    for (const { Properties } of Object.values(resourcesOf(least, 'AWS::Lambda::Function'))) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
        ReservedConcurrentExecutions: expect.any(Number),
        LoggingConfig: { LogGroup: expect.anything() },
      })
    }
    for (const { Properties } of Object.values(resourcesOf(least, 'AWS::Logs::LogGroup'))) {
      expect(Properties.RetentionInDays).toBe(90)
    }
  })

  it('end before API Gateway gives up, where it waits for them', () => {
    const waitedFor = new Set<string>(ROUTES.map(route => `waybill-example-${route.function}`))
    for (const { Properties } of Object.values(resourcesOf(least, 'AWS::Lambda::Function'))) {
      if (waitedFor.has(String(Properties.FunctionName))) expect(Properties.Timeout).toBeLessThan(29)
    }
  })

  it('leave the concurrency of a new account alone, where the stage sets it', () => {
    const template = templateOf(exampleStage('example', { reserveConcurrency: false }))

    expect(JSON.stringify(resourcesOf(template, 'AWS::Lambda::Function'))).not.toContain('ReservedConcurrent')
  })

  it('cannot be deployed with more environment than Lambda takes', () => {
    const teams = Object.fromEntries(
      Array.from({ length: 40 }, (_none, index) => [
        `team-${index}`,
        { roles: [`arn:aws:iam::111122223333:role/Team${index}`], keys: [`AKIAIOSFODNN7EX${index}`.padEnd(20, 'X')] },
      ]),
    )
    const { app } = appOf(exampleStage('example', { teams }))

    expect(() => app.synth()).toThrow(
      /The environment of submit-jobs has \d+ bytes; Lambda takes 4096\. Name fewer teams/,
    )
  })
})

describe('the APIs', () => {
  it('have throttling, JSON access logs, and bodies as bytes', () => {
    for (const { Properties } of Object.values(resourcesOf(least, 'AWS::ApiGateway::Stage'))) {
      const { Format } = Properties.AccessLogSetting as { Format: string }

      expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' })
      expect(Format).not.toMatch(/querystring|header|body|\$context\.path/i)
      expect(Properties.MethodSettings).toEqual([
        expect.objectContaining({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100, DataTraceEnabled: false }),
      ])
    }
    for (const { Properties } of Object.values(resourcesOf(least, 'AWS::ApiGateway::RestApi'))) {
      expect(Properties.BinaryMediaTypes).toEqual(['*/*'])
    }
  })

  it('remembers a removed member no longer than a minute, the gateway and the authoriser together', () => {
    most.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      AuthorizerResultTtlInSeconds: GATEWAY_REMEMBERS_SECONDS,
    })
    expect((GATEWAY_REMEMBERS_SECONDS + AUTHORIZER_REMEMBERS_SECONDS) * 1_000).toBeLessThanOrEqual(MOST_AGE_MS)
  })

  it('sets for every function that knows callers how often a team may ask', () => {
    const functions = Object.values(resourcesOf(most, 'AWS::Lambda::Function')).map(({ Properties }) => Properties)
    // As CloudFormation's documentation of a function has it.
    const variables = functions.map(
      ({ Environment }) =>
        (Environment as { Variables?: Readonly<Record<string, unknown>> } | undefined)?.Variables ?? {},
    )
    const knowing = variables.filter(({ WAYBILL_TEAMS }) => WAYBILL_TEAMS !== undefined)

    expect(knowing.length).toBeGreaterThan(5)
    expect(new Set(knowing.map(({ WAYBILL_TIERS }) => WAYBILL_TIERS))).toEqual(
      new Set(['{"standard":{"rate":20,"burst":40}}']),
    )
  })

  it('know callers by token where the stage sets it, and count each tier by its own plan', () => {
    const methods = Object.values(resourcesOf(most, 'AWS::ApiGateway::Method')).map(({ Properties }) => Properties)
    const known = methods.filter(({ AuthorizationType }) => AuthorizationType === 'CUSTOM')
    const keys = Object.values(resourcesOf(most, 'AWS::ApiGateway::ApiKey')).map(({ Properties }) => Properties.Value)

    expect(known.length).toBeGreaterThanOrEqual(new Set(ROUTES.filter(needsCaller).map(({ path }) => path)).size)
    // Exactly what needs no caller is open: each GET with its HEAD, but for the Query endpoint's, and what browsers ask before.
    const open = methods.filter(
      ({ AuthorizationType, HttpMethod }) => AuthorizationType === 'NONE' && HttpMethod !== 'OPTIONS',
    )
    const meant = ROUTES.filter(route => !needsCaller(route)).flatMap(({ method, caller }) =>
      method === 'GET' && caller !== 'signer' ? ['GET', 'HEAD'] : [method],
    )
    expect(open.map(({ HttpMethod }) => HttpMethod).sort()).toEqual(meant.sort())
    expect(known.every(({ ApiKeyRequired }) => ApiKeyRequired === true)).toBe(true)
    expect(keys).toEqual(['standard', '-auditors'].map(tier => `waybill-example-public-usage-plan-${tier}`))
    most.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ WAYBILL_USAGE_KEY_PREFIX: 'waybill-example-public-usage-plan-' }) },
    })
  })

  it('answer preflights of listed origins only, and of bodies as text', () => {
    const options = (template: Template) =>
      Object.values(resourcesOf(template, 'AWS::ApiGateway::Method'))
        .map(({ Properties }) => Properties)
        .filter(({ HttpMethod }) => HttpMethod === 'OPTIONS')

    expect(options(least)).toEqual([])
    expect(options(most).length).toBe(
      // The stage has no depot, and so no desk.
      new Set(ROUTES.filter(({ caller }) => caller !== 'signer' && caller !== 'depot').map(({ path }) => path)).size,
    )
    for (const { Integration } of options(most)) {
      expect(Integration).toMatchObject({ Type: 'MOCK', ContentHandling: 'CONVERT_TO_TEXT' })
      expect(JSON.stringify(Integration)).toContain("'https://console.example.com'")
    }
  })

  it('have TLS 1.2 and a host each on a custom domain, and no other way in', () => {
    const domains = Object.values(resourcesOf(most, 'AWS::ApiGateway::DomainName')).map(({ Properties }) => Properties)

    expect(domains.map(({ DomainName, SecurityPolicy }) => [DomainName, SecurityPolicy])).toEqual([
      ['waybill.example.com', 'TLS_1_2'],
      ['importexport.example.com', 'TLS_1_2'],
    ])
    for (const { Properties } of Object.values(resourcesOf(most, 'AWS::ApiGateway::RestApi'))) {
      expect(Properties.DisableExecuteApiEndpoint).toBe(true)
    }
  })

  it('stand behind WAF, both of them, where the stage sets it', () => {
    most.resourceCountIs('AWS::WAFv2::WebACLAssociation', 2)
    least.resourceCountIs('AWS::WAFv2::WebACL', 0)
  })

  it('are reached through the VPC endpoint only, where the stage names one', () => {
    const template = templateOf(exampleStage('example-private'))

    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::ApiGateway::RestApi'))) {
      expect(Properties.EndpointConfiguration).toMatchObject({ Types: ['PRIVATE'] })
      expect(JSON.stringify(Properties.Policy)).toContain(
        '{"StringNotEquals":{"aws:SourceVpce":["vpce-0a1b2c3d4e5f60718"]}}',
      )
    }
  })
})

describe('the depot', () => {
  it('is deployed where it is the service, and Waybill points at it', () => {
    const stage = exampleStage('example-depot')
    const functions = JSON.stringify(resourcesOf(templateOf(stage), 'AWS::Lambda::Function'))

    expect(functions).toMatch(/"WAYBILL_SERVICE_URL":\{"Fn::Join":.*ExportsOutputRefApi/)
    depotTemplateOf(stage).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          WAYBILL_DEPOT_ADDRESS: '["AWS Import/Export C/O AnyCompany","123 Any Street","Anytown, VA 22153"]',
          WAYBILL_DEPOT_DAILY_JOBS: '200',
          WAYBILL_DEPOT_OWNERS: '{"amzn-s3-demo-export":["archive"]}',
        }),
      },
    })
  })

  it('is not deployed beside another service', () => {
    expect(stacksOf(exampleStage()).depot).toBeUndefined()
  })
})
