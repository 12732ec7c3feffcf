import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { ROUTES } from '../../../lib/http/routes.ts'
import { depotTemplateOf, exampleStage, fullStage, resourcesOf, templateOf } from '../../support/synth.ts'

let template: Template
beforeAll(() => {
  template = templateOf(exampleStage())
})

/** Every method of the APIs: its verb and path, who may call, and which function it leads to. */
const methodsOf = (of: Template) => {
  const resources = resourcesOf(of, 'AWS::ApiGateway::Resource')
  const pathOf = (id: unknown): string => {
    const { Ref } = id as { Ref?: string }
    const found = Ref === undefined ? undefined : resources[Ref]
    return found ? `${pathOf(found.Properties.ParentId)}/${found.Properties.PathPart}` : ''
  }
  return Object.values(resourcesOf(of, 'AWS::ApiGateway::Method')).map(({ Properties }) => ({
    verb: String(Properties.HttpMethod),
    path: pathOf(Properties.ResourceId) || '/',
    isOpen: Properties.AuthorizationType !== 'AWS_IAM',
    target: JSON.stringify(Properties.Integration),
  }))
}

/** A stage whose callers sign with IAM has no console: a browser has no IAM credentials. */
const HERE = ROUTES.filter(route => route.function !== 'console')

describe('the deployed API', () => {
  it.each(HERE.map(route => [`${route.method} ${route.path}`, route] as const))(
    'leads %s to its function, and HEAD as GET',
    (_name, { method, path, function: name, caller }) => {
      const stage = caller === 'depot' ? templateOf(exampleStage('example-depot')) : template
      const here = methodsOf(stage).filter(other => other.path === path)
      for (const verb of method === 'GET' && caller !== 'signer' ? ['GET', 'HEAD'] : [method]) {
        const named = here.filter(other => other.verb === verb)
        const [found] = named.length > 0 ? named : here.filter(other => other.verb === 'ANY')

        expect(found?.target).toContain(`"${name.replaceAll('-', '')}Live`)
        expect(found?.isOpen).toBe(caller === 'anyone' || caller === 'signer')
      }
    },
  )

  it('has no desk where the stage has no depot', () => {
    expect(methodsOf(template).filter(({ path }) => path.startsWith('/v1/depot'))).toEqual([])
  })

  it('serves nothing else without the signature of IAM', () => {
    const open = methodsOf(template).filter(({ isOpen }) => isOpen)
    const meant = HERE.filter(({ caller }) => caller === 'anyone' || caller === 'signer')

    expect(new Set(open.map(({ path }) => path))).toEqual(new Set(meant.map(({ path }) => path)))
    expect(open.map(({ verb }) => verb)).not.toContain('ANY')
  })
})

/** What CloudFormation takes in one stack, without the room that the next functions and routes need. */
const MOST_RESOURCES = 480

describe('the largest stack', () => {
  it.each([
    ['Waybill', () => templateOf(fullStage())],
    ['the depot', () => depotTemplateOf(exampleStage('example-depot', { waf: true, canary: true }))],
  ])('of %s has room for more: CloudFormation takes 500 resources', (_name, make) => {
    const { Resources } = make().toJSON()
    const types = Map.groupBy(Object.values<{ Type: string }>(Resources), ({ Type }) => Type)
    const most = [...types].map(([type, all]) => [type, all.length]).sort(([, a], [, b]) => Number(b) - Number(a))
    const count = Object.keys(Resources).length

    if (count > MOST_RESOURCES) {
      throw new Error(
        `${count} resources are more than ${MOST_RESOURCES}. Give paths of one function one method, share roles and queues, or move ` +
          `alarms into a stack of their own. Most are: ${JSON.stringify(most.slice(0, 8))}`,
      )
    }
  })
})

describe('the job table', () => {
  it('has the keys and indexes that its adapter defines', () => {
    const [table] = Object.values(resourcesOf(template, 'AWS::DynamoDB::Table'))
    const { AttributeDefinitions = [], GlobalSecondaryIndexes, KeySchema } = jobTableDefinition('')

    expect(table?.Properties).toMatchObject({ KeySchema, ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }) })
    expect(table?.Properties.AttributeDefinitions).toEqual(expect.arrayContaining([...AttributeDefinitions]))
  })
})
