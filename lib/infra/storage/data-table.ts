import { RemovalPolicy } from 'aws-cdk-lib'
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { jobTableDefinition } from '../../adapters/dynamo/job-table.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from './data-key.ts'

/** The attribute that DynamoDB removes items by. Audit rows never have it. */
const TTL_ATTRIBUTE = 'expiresAt'

/** A table as its adapter defines it, with what every table of ours has besides. */
export class DataTable extends Construct {
  readonly table: Table

  constructor(
    scope: Construct,
    id: string,
    { stage, key, definition }: { stage: Stage; key: DataKey; definition: typeof jobTableDefinition },
  ) {
    super(scope, id)
    // The name is CloudFormation's to give, so that a table can be replaced.
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] } = definition('')
    const keyOf = (schema: typeof KeySchema, type: 'HASH' | 'RANGE'): Attribute => {
      const name = schema?.find(({ KeyType }) => KeyType === type)?.AttributeName ?? ''
      const found = AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)
      if (found?.AttributeType !== 'S')
        throw new Error(`${id}: ${JSON.stringify(name)} is defined as no string attribute.`)
      return { name, type: AttributeType.STRING }
    }
    this.table = new Table(this, 'Table', {
      partitionKey: keyOf(KeySchema, 'HASH'),
      sortKey: keyOf(KeySchema, 'RANGE'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TTL_ATTRIBUTE,
      deletionProtection: stage.keepData,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(key.key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key.key }
        : { encryption: TableEncryption.DEFAULT }),
    })
    for (const { IndexName = '', KeySchema: schema, Projection } of GlobalSecondaryIndexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: IndexName,
        partitionKey: keyOf(schema, 'HASH'),
        sortKey: keyOf(schema, 'RANGE'),
        projectionType: Projection?.ProjectionType === 'INCLUDE' ? ProjectionType.INCLUDE : ProjectionType.KEYS_ONLY,
        ...(Projection?.ProjectionType === 'INCLUDE' && { nonKeyAttributes: [...(Projection.NonKeyAttributes ?? [])] }),
      })
    }
  }

  indexArn(name: string): string {
    return `${this.table.tableArn}/index/${name}`
  }
}
