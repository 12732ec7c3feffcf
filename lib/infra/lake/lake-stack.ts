import { Stack, type StackProps } from 'aws-cdk-lib'
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { KEY_PREFIXES } from '../../adapters/dynamo/job-table.ts'
import type { Stage } from '../stage/stage.ts'
import { stageLogGroup } from '../storage/stage-log-group.ts'
import { StageAlarms } from '../watching/alarms.ts'
import type { LakeEnds } from './lake-ends.ts'
import { LakeFlow } from './lake-flow.ts'
import { LAKE_QUERIES } from './lake-queries.ts'
import { type LakeTable, lakeTables, PARTITION, prefixOf, projection } from './lake-tables.ts'
import { watchFlow } from './watch-lake.ts'

/** The most bytes that a query may read. At $5 per TB, this costs five cents. */
const MAX_QUERY_BYTES = 10_000_000_000

export interface LakeStackProps extends StackProps {
  readonly stage: Stage
  readonly ends: LakeEnds
}

/** Writes history and jobs as files for each day into the log bucket, ready for Athena. The stack itself has no data. */
export class LakeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ends, ...props }: LakeStackProps) {
    super(scope, id, props)
    const prefix = `waybill-${stage.name}`
    const key = ends.keyArn === undefined ? undefined : Key.fromKeyArn(this, 'Key', ends.keyArn)
    // Always deleted with the stack: if it stayed, a lake that is turned on again could not use the same name.
    const passing = { ...stage, keepData: false }
    const log = stageLogGroup(this, 'Log', { stage: passing, key, name: `/waybill/${stage.name}/lake` })
    // Names in Glue cannot have hyphens.
    const databaseName = prefix.replaceAll('-', '_')
    const database = new CfnDatabase(this, 'Database', {
      catalogId: this.account,
      databaseInput: { name: databaseName, description: `Waybill ${stage.name}: history and jobs` },
    })
    const alarms = new StageAlarms(this, 'Alarms', { stage, part: 'lake' })
    for (const table of lakeTables(KEY_PREFIXES)) {
      watchFlow(alarms, new LakeFlow(this, table.name, { ...ends, prefix, table, log }))
      this.#table(database, databaseName, table, ends.bucketName)
    }
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: prefix,
      description: `Queries of Waybill ${stage.name}'s history`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        bytesScannedCutoffPerQuery: MAX_QUERY_BYTES,
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: false,
        // Athena stores results itself, encrypted, for a day. In the log bucket they would be locked like a SIGNATURE.
        managedQueryResultsConfiguration: { enabled: true },
      },
    })
    for (const { id: queryId, name, description, text } of LAKE_QUERIES) {
      const query = new CfnNamedQuery(this, queryId, {
        name,
        description,
        database: databaseName,
        workGroup: prefix,
        queryString: text,
      })
      query.addResourceDependency(workGroup)
      query.addResourceDependency(database)
    }
  }

  #table(database: CfnDatabase, databaseName: string, table: LakeTable, bucketName: string): void {
    const made = new CfnTable(this, `${table.name}Table`, {
      catalogId: this.account,
      databaseName,
      tableInput: {
        name: table.name,
        tableType: 'EXTERNAL_TABLE',
        parameters: { classification: 'json', ...projection(table, bucketName) },
        partitionKeys: [{ name: PARTITION, type: 'string' }],
        storageDescriptor: {
          columns: [...table.columns],
          location: `s3://${bucketName}/${prefixOf(table)}`,
          compressed: true,
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        },
      },
    })
    made.addResourceDependency(database)
  }
}
