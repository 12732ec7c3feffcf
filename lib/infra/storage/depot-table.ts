import { Construct } from 'constructs'
import { depotTableDefinition } from '../../adapters/dynamo/depot-table.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from './data-key.ts'
import { DataTable } from './data-table.ts'
import type { KeyGrants } from './key-grants.ts'

/** The table of the depot's jobs. */
export class DepotTable extends Construct {
  readonly data: DataTable
  readonly #key: KeyGrants

  constructor(scope: Construct, id: string, { stage, key }: { readonly stage: Stage; readonly key: DataKey }) {
    super(scope, id)
    this.data = new DataTable(this, 'Data', {
      stage,
      key,
      definition: depotTableDefinition,
      existing: stage.existing?.depotTable,
    })
    this.#key = this.data.key
  }

  /** Lets a function do what the depot does with its jobs. It removes entries of lists, but no job. */
  grant(fn: WaybillFunction): void {
    fn.allow(
      [this.data.table.tableArn],
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    )
    fn.allowWhere(
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['OWNER#*', 'HERE'] } },
      [this.data.table.tableArn],
      'dynamodb:DeleteItem',
    )
    this.#key.grantEncrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }
}
