import { Construct } from 'constructs'
import { jobTableDefinition } from '../adapters/job-table.ts'
import type { DataKey } from './data-key.ts'
import { DataTable } from './data-table.ts'
import type { Stage } from './stage.ts'
import type { WaybillFunction } from './waybill-function.ts'

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
    const { tableArn } = this.data.table
    fn.allow([tableArn], 'dynamodb:GetItem', 'dynamodb:BatchGetItem')
    fn.allow([tableArn, ...this.data.indexArns], 'dynamodb:Query')
    this.#key.grantDecrypt(fn)
    this.#configure(fn)
  }

  /** Puts and updates; nothing ever removes a record, a job or its history. */
  grantWrite(fn: WaybillFunction): void {
    fn.allow([this.data.table.tableArn], 'dynamodb:PutItem', 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
    this.#configure(fn)
  }

  #configure(fn: WaybillFunction): void {
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }
}
