import { describe, expect, it } from '@jest/globals'
import { App, Stack } from 'aws-cdk-lib'
import { Annotations, Match } from 'aws-cdk-lib/assertions'
import { configureConsole } from '../../../lib/infra/stage/console-settings.ts'
import type { Stage } from '../../../lib/infra/stage/stage.ts'
import { exampleStage, resourcesOf, templateOf } from '../../support/synth.ts'

const BESIDE_IAM = {
  issuer: 'https://login.example.com/',
  clientId: 'waybill-console',
  scope: 'openid offline_access',
  origins: [],
  roles: ['arn:aws:iam::111122223333:role/ArchiveTeam', 'arn:aws:iam::111122223333:role/Operators'],
}
const JWT = exampleStage('example-public').authentication
const withoutConsole = (authentication: Stage['authentication']): Stage['authentication'] => {
  const { console: _console, ...others } = authentication
  return others
}

/** What the synthesis of a stage says about its console. */
const saidOf = (authentication: Stage['authentication']): readonly unknown[] => {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack')
  configureConsole(stack, undefined, { ...exampleStage(), authentication })
  return Annotations.fromStack(stack)
    .findInfo('*', Match.stringLikeRegexp('has no console'))
    .map(({ entry }) => entry.data)
}

describe('a stage without a provider that people sign in at', () => {
  it.each([
    ['IAM', { kind: 'iam' } as const, 'its callers sign with IAM, and "authentication.console" names no provider'],
    ['tokens', withoutConsole(JWT), '"authentication.console" does not name a client'],
  ])('has no console with %s, and the synthesis shows why', (_name, authentication, why) => {
    expect(saidOf(authentication)).toEqual([expect.stringContaining(why)])
  })
})

describe('a stage with IAM and a provider beside it', () => {
  const template = templateOf(exampleStage('example', { authentication: { kind: 'iam', console: BESIDE_IAM } }))

  it('has the console, which knows the provider, STS and the roles', () => {
    const functions = template.findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { WAYBILL_CONSOLE_CLIENT_ID: BESIDE_IAM.clientId } } },
    })
    const [fn, ...others] = Object.values(functions)
    const variables = fn?.Properties.Environment.Variables

    expect(others).toEqual([])
    expect(variables).toMatchObject({
      WAYBILL_JWT_ISSUER: BESIDE_IAM.issuer,
      WAYBILL_JWT_AUDIENCE: BESIDE_IAM.clientId,
      WAYBILL_CONSOLE_ROLES: BESIDE_IAM.roles.join(','),
      WAYBILL_CONSOLE_REGION: 'us-east-1',
    })
    expect(JSON.stringify(variables.WAYBILL_CONSOLE_STS_URL)).toContain('https://sts.us-east-1.')
    expect(Object.keys(template.findOutputs('ConsoleUrl'))).toEqual(['ConsoleUrl'])
  })

  it('lets callers in by the signature of IAM as before', () => {
    const methods = Object.values(resourcesOf(template, 'AWS::ApiGateway::Method'))
    const kinds = new Set(methods.map(({ Properties }) => Properties.AuthorizationType))

    expect(kinds).toEqual(new Set(['AWS_IAM', 'NONE']))
    expect(Object.keys(resourcesOf(template, 'AWS::ApiGateway::Authorizer'))).toEqual([])
  })
})
