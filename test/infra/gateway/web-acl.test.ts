import { beforeAll, describe, expect, it } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { ROUTES } from '../../../lib/http/routes.ts'
import { blockedBy, type FirewallRequest } from '../../support/firewall.ts'
import { importManifest } from '../../support/manifests.ts'
import { depotTemplateOf, exampleStage, resourcesOf, templateOf } from '../../support/synth.ts'

let waybill: Template
let depot: Template
beforeAll(() => {
  const stage = exampleStage('example-depot', { waf: true })
  waybill = templateOf(stage)
  depot = depotTemplateOf(stage)
})

const AGENT = { 'user-agent': 'curl/8' }
const manifest = importManifest('ignore:\n  - ../old/.*\\.log$\n  - http://203.0.113.7/')

/** What the pages document, at its largest and strangest. */
const DOCUMENTED: Readonly<Record<string, FirewallRequest>> = {
  'a batch of 4 MiB': { path: '/v1/batches', body: 'x'.repeat(4 * 1024 * 1024), headers: AGENT },
  'a manifest of 256 KB': { path: '/v1/jobs', body: manifest.padEnd(256 * 1024, '#'), headers: AGENT },
  'a manifest with paths, addresses and extensions': { path: '/v1/jobs', body: manifest, headers: AGENT },
  'a manifest with a script for a name': {
    path: '/v1/jobs',
    body: importManifest('deviceId:<script src=javascript:x onload=y>'),
    headers: AGENT,
  },
  'CreateJob with a manifest in the query': {
    path: '/',
    query: `Action=CreateJob&Manifest=${encodeURIComponent(manifest.padEnd(3000, '#'))}`,
    headers: AGENT,
  },
  'a tool that does not name itself': { path: '/', body: 'Action=ListJobs' },
  'a check named nightly.log': { path: '/v1/checks/nightly.log', headers: AGENT },
  'a job of the device disk.bak': { path: '/v1/jobs', query: 'deviceId=disk.bak', headers: AGENT },
  'a webhook at an address': {
    path: '/v1/checks/nightly',
    body: '{"notify":{"webhook":{"url":"https://203.0.113.7/hook"}}}',
    headers: AGENT,
  },
  'a webhook at an address that the function itself refuses': {
    path: '/v1/checks/nightly',
    body: '{"notify":{"webhook":{"url":"https://169.254.169.254/"}}}',
    headers: AGENT,
  },
}

describe('the firewall', () => {
  it.each(Object.entries(DOCUMENTED))('lets %s through, to the depot as well', (_name, request) => {
    expect(blockedBy(waybill, request)).toBeUndefined()
    expect(blockedBy(depot, request)).toBeUndefined()
  })

  it('lets every route through, with the longest names that its parameters have', () => {
    for (const { path } of ROUTES) {
      const filled = path.replace(/\{\w+\}/g, 'a.log'.padEnd(64, '.conf'))
      expect([path, blockedBy(waybill, { path: filled, headers: AGENT })]).toEqual([path, undefined])
    }
  })

  it('blocks what no function takes: five million bytes, and files outside of any path', () => {
    const body = 'x'.repeat(5_000_000)

    expect(blockedBy(waybill, { path: '/v1/batches', body, headers: AGENT })).toBe('too-long')
    expect(blockedBy(waybill, { path: '/v1/../../etc/passwd', headers: AGENT })).toBe('GenericLFI_URIPATH')
  })

  it('takes from one address what the API takes', () => {
    const limits = (template: Template) =>
      [...JSON.stringify(resourcesOf(template, 'AWS::WAFv2::WebACL')).matchAll(/"Limit":(\d+)/g)].map(([, limit]) =>
        Number(limit),
      )

    expect(limits(waybill)).toEqual([exampleStage('example-depot').throttling.rate * 300])
  })

  it('stands before every API, the depot included', () => {
    waybill.resourceCountIs('AWS::WAFv2::WebACLAssociation', 2)
    depot.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1)
  })

  it("logs no credential, and no path of the depot's, whose links have their token there", () => {
    const redacted = (template: Template) =>
      Object.values(resourcesOf(template, 'AWS::WAFv2::LoggingConfiguration')).flatMap(
        ({ Properties }) => Properties.RedactedFields as object[],
      )
    const everywhere = [
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'x-amz-security-token' } },
      { QueryString: {} },
    ]

    expect(redacted(waybill)).toEqual(everywhere)
    expect(redacted(depot)).toEqual([...everywhere, { UriPath: {} }])
  })
})

describe('callers of other accounts', () => {
  const stage = exampleStage('example', {
    teams: {
      archive: {
        roles: ['arn:aws:iam::111122223333:role/Archive', 'arn:aws:iam::444455556666:role/Archive'],
        keys: ['AKIAIOSFODNN7EXAMPLE'],
      },
    },
    auditors: ['arn:aws:iam::777788889999:user/Auditor'],
    corsOrigins: ['https://console.example.com'],
  })

  it('are let in by the accounts of the roles that the stage lists, and by no other', () => {
    const template = templateOf(stage)
    const root = (account: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:root`]],
    })

    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      Name: 'waybill-example-api',
      Policy: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Resource: 'execute-api:/*',
            Principal: { AWS: ['111122223333', '444455556666', '777788889999'].map(root) },
          },
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Principal: { AWS: '*' },
            Resource: [
              ...['GET', 'HEAD'].flatMap(method =>
                ['/cli/waybill.mjs', '/cli/waybill.mjs.sha256', '/v1/health', '/v1/openapi.json'].map(
                  path => `execute-api:/*/${method}${path}`,
                ),
              ),
              'execute-api:/*/OPTIONS/*',
            ],
          },
        ],
      },
    })
  })

  it('need no such policy where no caller signs with IAM: the Query endpoint, and stages with tokens', () => {
    const policies = (template: Template) =>
      Object.values(resourcesOf(template, 'AWS::ApiGateway::RestApi')).filter(({ Properties }) => Properties.Policy)

    expect(policies(templateOf(stage))).toHaveLength(1)
    expect(policies(templateOf(exampleStage('example-public')))).toEqual([])
  })

  it('come through the VPC endpoint where the API is private', () => {
    templateOf(exampleStage('example-private')).hasResourceProperties('AWS::ApiGateway::RestApi', {
      Policy: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny' })]) },
    })
  })
})
