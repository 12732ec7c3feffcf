import { RemovalPolicy } from 'aws-cdk-lib'
import {
  type Attribute,
  AttributeType,
  Billing,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { jobTableDefinition } from '../../adapters/dynamo/job-table.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from './data-key.ts'
import { KeyGrants } from './key-grants.ts'

/** The attribute with the time at which DynamoDB removes an item. Events never have it. */
const TTL_ATTRIBUTE = 'expiresAt'

export interface DataTableProps {
  readonly stage: Stage
  readonly key: DataKey
  readonly definition: typeof jobTableDefinition
  /** Whether the table has a stream of its changed items. */
  readonly streamed?: boolean
  /** An existing table that is used instead of a new one. */
  readonly existing: { readonly name: string; readonly keyArn?: string | undefined } | undefined
}

/** A table with the keys that its adapter defines, and with the properties of all our tables. */
export class DataTable extends Construct {
  readonly table: ITable
  readonly key: KeyGrants

  constructor(scope: Construct, id: string, { stage, key, definition, streamed = false, existing }: DataTableProps) {
    super(scope, id)
    if (existing) {
      this.table = Table.fromTableName(this, 'Table', existing.name)
      this.key = new KeyGrants(existing.keyArn)
      return
    }
    this.key = key.grants
    this.table = this.#make(stage, key, definition, streamed)
  }

  indexArn(name: string): string {
    return `${this.table.tableArn}/index/${name}`
  }

  #make(stage: Stage, key: DataKey, definition: typeof jobTableDefinition, streamed: boolean): ITable {
    // CloudFormation chooses the name, so that a table can be replaced.
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] } = definition('')
    const keyOf = (schema: typeof KeySchema, type: 'HASH' | 'RANGE'): Attribute => {
      const name = schema?.find(({ KeyType }) => KeyType === type)?.AttributeName ?? ''
      const found = AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)
      if (found?.AttributeType !== 'S')
        throw new Error(`${this.node.path}: ${JSON.stringify(name)} is defined as no string attribute.`)
      return { name, type: AttributeType.STRING }
    }
    const shared = {
      partitionKey: keyOf(KeySchema, 'HASH'),
      sortKey: keyOf(KeySchema, 'RANGE'),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TTL_ATTRIBUTE,
      deletionProtection: stage.keepData,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    }
    const table = stage.replica
      ? new TableV2(this, 'Table', {
          ...shared,
          billing: Billing.onDemand(),
          encryption: replicatedEncryption(key, stage.replica),
          replicas: [{ region: stage.replica.region }],
        })
      : new Table(this, 'Table', {
          ...shared,
          billingMode: BillingMode.PAY_PER_REQUEST,
          ...(streamed && { stream: StreamViewType.NEW_IMAGE }),
          ...(key.key
            ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key.key }
            : { encryption: TableEncryption.DEFAULT }),
        })
    for (const { IndexName = '', KeySchema: schema, Projection } of GlobalSecondaryIndexes) {
      table.addGlobalSecondaryIndex({
        indexName: IndexName,
        partitionKey: keyOf(schema, 'HASH'),
        sortKey: keyOf(schema, 'RANGE'),
        projectionType: Projection?.ProjectionType === 'INCLUDE' ? ProjectionType.INCLUDE : ProjectionType.KEYS_ONLY,
        ...(Projection?.ProjectionType === 'INCLUDE' && { nonKeyAttributes: [...(Projection.NonKeyAttributes ?? [])] }),
      })
    }
    return table as ITable
  }
}

const replicatedEncryption = ({ key }: DataKey, { region, keyArn }: NonNullable<Stage['replica']>) =>
  key && keyArn !== undefined
    ? TableEncryptionV2.customerManagedKey(key, { [region]: keyArn })
    : TableEncryptionV2.dynamoOwnedKey()
