import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { ROUTES } from '../../../lib/http/routes.ts'
import { exampleStage, resourcesOf, templateOf } from '../../support/synth.ts'

let template: Template
beforeAll(() => {
  template = templateOf(exampleStage())
})

/** `POST /v1/jobs` and the like, as the template spells them out. */
const routesOf = (of: Template) => {
  const resources = resourcesOf(of, 'AWS::ApiGateway::Resource')
  const pathOf = (id: unknown): string => {
    const { Ref } = id as { Ref?: string }
    const found = Ref === undefined ? undefined : resources[Ref]
    return found ? `${pathOf(found.Properties.ParentId)}/${found.Properties.PathPart}` : ''
  }
  return (
    Object.values(resourcesOf(of, 'AWS::ApiGateway::Method'))
      // What is asked for otherwise goes to a function that answers 404 or 405.
      .filter(({ Properties }) => !['OPTIONS', 'ANY'].includes(String(Properties.HttpMethod)))
      .map(({ Properties }) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId) || '/'}`)
  )
}

/** A stage whose callers sign with IAM has no console: a browser has no IAM credentials. */
const HERE = ROUTES.filter(route => route.function !== 'console')

describe('the deployed API', () => {
  it('has exactly the routes of the route table', () => {
    expect(routesOf(template).sort()).toEqual(HERE.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it('asks for IAM wherever the route table names a caller', () => {
    const open = Object.values(resourcesOf(template, 'AWS::ApiGateway::Method')).filter(
      ({ Properties }) => Properties.AuthorizationType !== 'AWS_IAM',
    )

    expect(open).toHaveLength(HERE.filter(({ caller }) => caller === 'anyone' || caller === 'signer').length)
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
