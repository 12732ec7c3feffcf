import { Construct } from 'constructs'
import { INDEXES, jobTableDefinition } from '../../adapters/dynamo/job-table.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from './data-key.ts'
import { DataTable } from './data-table.ts'

/** Records, jobs and their history. */
export class JobTable extends Construct {
  readonly data: DataTable
  readonly #key: DataKey

  constructor(scope: Construct, id: string, { stage, key }: { readonly stage: Stage; readonly key: DataKey }) {
    super(scope, id)
    this.#key = key
    this.data = new DataTable(this, 'Data', { stage, key, definition: jobTableDefinition })
  }

  grantRead(fn: WaybillFunction): void {
    fn.allow([this.data.table.tableArn], 'dynamodb:GetItem')
    this.#key.grantDecrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }

  grantList(fn: WaybillFunction): void {
    const { tableArn } = this.data.table
    const lists = Object.values(INDEXES).filter(index => index !== INDEXES.open)
    fn.allow([tableArn], 'dynamodb:BatchGetItem')
    fn.allow([tableArn, ...lists.map(index => this.data.indexArn(index.name))], 'dynamodb:Query')
    this.grantRead(fn)
  }

  grantListOpen(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.open.name)], 'dynamodb:Query')
    this.grantRead(fn)
  }

  /** Puts and updates; nothing ever removes a record, a job or its history. */
  grantWrite(fn: WaybillFunction): void {
    fn.allow([this.data.table.tableArn], 'dynamodb:PutItem', 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }
}
