import { beforeAll, describe, expect, it } from '@jest/globals'
import { App, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { deliveryApp } from '../../../lib/infra/delivery/delivery-app.ts'
import { DEPLOYABLE } from '../../../lib/infra/delivery/deployable.ts'
import { stageNames } from '../../../lib/infra/stage/read-stage.ts'
import { exampleStage, resourcesOf, stacksOf } from '../../support/synth.ts'

const SETTINGS = { repository: 'example/waybill', environment: 'first' }
const stackOf = (context: Readonly<Record<string, string>>): Stack =>
  deliveryApp(new App({ context: { 'cli-telemetry': false, ...context }, builtinCloudFormationValidation: false }))

/** What IAM takes for a managed policy, white space left out (IAM quotas). */
const MAX_POLICY_CHARACTERS = 6144

let template: Template
beforeAll(() => {
  template = Template.fromStack(stackOf(SETTINGS))
})

const roles = () =>
  Object.fromEntries(
    Object.entries(resourcesOf(template, 'AWS::IAM::Role')).map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      Properties,
    ]),
  )
const allowedTo = (name: string) =>
  Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
    .map(({ Properties }) => Properties)
    .filter(({ Roles }) => JSON.stringify(Roles).includes(`"${name}`))
    .map(({ PolicyDocument }) => JSON.stringify(PolicyDocument))
    .join()

describe('the roles of a repository on GitHub', () => {
  it('trust its own tokens only: one environment for what changes, pull requests for what compares', () => {
    const subjects = Object.fromEntries(
      Object.entries(roles()).map(([name, { AssumeRolePolicyDocument }]) => {
        const [statement] = (AssumeRolePolicyDocument as { Statement: { Action: string; Condition: unknown }[] })
          .Statement
        expect(statement?.Action).toBe('sts:AssumeRoleWithWebIdentity')
        return [name, statement?.Condition]
      }),
    )
    const only = (subject: string) => ({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': `repo:example/waybill:${subject}`,
      },
    })

    expect(subjects).toEqual({
      Deploy: only('environment:first'),
      Diff: only('pull_request'),
      Smoke: only('environment:first'),
    })
  })

  it('may become the roles of cdk bootstrap, or call an API, and nothing else', () => {
    expect(allowedTo('Deploy')).toMatch(/deploy-role.*file-publishing-role.*lookup-role/)
    expect(allowedTo('Diff')).toContain('lookup-role')
    expect(allowedTo('Diff')).not.toMatch(/deploy-role|publishing/)
    expect(allowedTo('Smoke')).toContain('"Action":"execute-api:Invoke"')
    for (const name of ['Deploy', 'Diff', 'Smoke']) {
      const actions = [...allowedTo(name).matchAll(/"([a-z-]+):([A-Za-z*]+)"/g)].map(
        ([, service, action]) => `${service}:${action}`,
      )
      expect(actions.filter(action => !/^(?:sts:AssumeRole|sts:TagSession|execute-api:Invoke)$/.test(action))).toEqual(
        [],
      )
    }
  })

  it('use the identity provider that the account has already, where it has one', () => {
    const shared = Template.fromStack(stackOf({ ...SETTINGS, provider: 'there' }))

    template.resourceCountIs('AWS::IAM::OIDCProvider', 1)
    shared.resourceCountIs('AWS::IAM::OIDCProvider', 0)
    expect(JSON.stringify(resourcesOf(shared, 'AWS::IAM::Role'))).toContain(
      'oidc-provider/token.actions.githubusercontent.com',
    )
  })

  it.each([
    [{ environment: 'first' }, 'Name the repository: -c repository=OWNER/NAME'],
    [{ repository: 'waybill', environment: 'first' }, 'Name the repository: -c repository=OWNER/NAME'],
    [{ repository: 'example/waybill' }, 'that may deploy: -c environment=NAME'],
    [{ repository: 'example/waybill', environment: 'a*' }, 'that may deploy: -c environment=NAME'],
  ])('are not made for %j', (context, says) => {
    expect(() => stackOf(context)).toThrow(says)
  })
})

describe('what CloudFormation may do', () => {
  it('covers every type of resource that a stage has', () => {
    const types = new Set(
      stageNames('stages').flatMap(name => {
        const { waybill, depot, lake } = stacksOf(exampleStage(name))
        return [waybill, depot, lake]
          .filter(stack => stack !== undefined)
          .flatMap(stack =>
            Object.values(stack.template.toJSON().Resources as Record<string, { Type: string }>).map(
              ({ Type }) => Type,
            ),
          )
      }),
    )

    expect([...types].filter(type => !DEPLOYABLE.some(row => type.startsWith(row.types)))).toEqual([])
  })

  it('fits into one managed policy', () => {
    const [policy] = Object.values(resourcesOf(template, 'AWS::IAM::ManagedPolicy'))
    // Names of partition, account and region in place of what stands for them in a template.
    const text = JSON.stringify(policy?.Properties.PolicyDocument).replace(
      /\{"Fn::Join":\["",\[(.*?)\]\]\}/g,
      (_join, parts: string) =>
        `"${parts
          .replace(
            /\{"Ref":"AWS::(\w+)"\}/g,
            (_ref, name) => `"${{ Partition: 'aws', AccountId: '111122223333' }[name as string] ?? 'ap-southeast-1'}"`,
          )
          .replace(/","/g, '')
          .replace(/^"|"$/g, '')}"`,
    )

    expect(text).not.toContain('Fn::Join')
    expect(text.length).toBeLessThan(MAX_POLICY_CHARACTERS)
  })

  it('gives no role but its own, no policy of AWS but those that the stacks use, and no user anything', () => {
    const iam = DEPLOYABLE.filter(({ actions }) => actions.some(action => action.startsWith('iam:')))

    expect(
      iam
        .flatMap(({ actions }) => actions)
        .filter(action => action.includes('*') || /User|Group|Policy?Version/.test(action)),
    ).toEqual([])
    for (const { actions, conditions } of iam) {
      if (actions.includes('iam:AttachRolePolicy')) expect(conditions).toHaveProperty('ArnLike')
      if (actions.includes('iam:PassRole')) expect(conditions).toHaveProperty('StringEquals')
    }
  })
})
