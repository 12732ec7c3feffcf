import { Construct } from 'constructs'
import { CHECK_KEYS } from '../../adapters/dynamo/check-keys.ts'
import { FOLLOWED_KEY, INDEXES, jobTableDefinition, KEY_PREFIXES, TABLE_KEY } from '../../adapters/dynamo/job-table.ts'
import { SUBSCRIPTION_KEYS } from '../../adapters/dynamo/subscription-keys.ts'
import { TEAM_KEYS } from '../../adapters/dynamo/team-keys.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from './data-key.ts'
import { DataTable } from './data-table.ts'
import type { KeyGrants } from './key-grants.ts'

/** Records, jobs and their history. */
export class JobTable extends Construct {
  readonly data: DataTable
  readonly #key: KeyGrants

  constructor(scope: Construct, id: string, { stage, key }: { readonly stage: Stage; readonly key: DataKey }) {
    super(scope, id)
    this.data = new DataTable(this, 'Data', {
      stage,
      key,
      definition: jobTableDefinition,
      streamed: stage.historyLake,
      existing: stage.existing?.table,
    })
    this.#key = this.data.key
  }

  grantRead(fn: WaybillFunction): void {
    fn.allow([this.data.table.tableArn], 'dynamodb:GetItem')
    this.#key.grantDecrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }

  grantList(fn: WaybillFunction): void {
    fn.allow([this.data.table.tableArn], 'dynamodb:BatchGetItem')
    fn.allow(
      Object.values(INDEXES).map(index => this.data.indexArn(index.name)),
      'dynamodb:Query',
    )
    this.grantRead(fn)
  }

  /** Finds the IDs of a device's jobs. */
  grantJobsOfDevice(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.device.name)], 'dynamodb:Query')
  }

  grantListOpen(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.open.name)], 'dynamodb:Query')
    this.grantRead(fn)
  }

  /** Lists jobs by when they are to be looked at, and moves that time on; and finds those from before there was such a list. */
  grantFollow(fn: WaybillFunction): void {
    fn.allow(
      [INDEXES.underWay, INDEXES.all].map(index => this.data.indexArn(index.name)),
      'dynamodb:Query',
    )
    this.#allowUnder(fn, [KEY_PREFIXES.job], 'dynamodb:UpdateItem')
    this.#grantPut(fn, [FOLLOWED_KEY])
    this.#key.grantEncrypt(fn)
    this.grantRead(fn)
  }

  /** Lists what a job has been through: events, and the manifests that it has had. */
  grantReadHistory(fn: WaybillFunction): void {
    // Before history had a key of its own, it stood under that of its record.
    this.#allowUnder(fn, [KEY_PREFIXES.history, KEY_PREFIXES.record, KEY_PREFIXES.job], 'dynamodb:Query')
    this.grantRead(fn)
  }

  /** Reads the history of all streams by its time. The event of a submission is its record. */
  grantFeed(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.all.name)], 'dynamodb:Query')
    this.#allowUnder(fn, [KEY_PREFIXES.history, KEY_PREFIXES.record], 'dynamodb:BatchGetItem')
    this.#key.grantDecrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }

  /** Lists jobs by when they were made, puts their items without what may no longer be stored, and removes no item. */
  grantPurge(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.all.name)], 'dynamodb:Query')
    this.#allowUnder(fn, [KEY_PREFIXES.job, KEY_PREFIXES.record], 'dynamodb:BatchGetItem')
    // The first event of a job's history is its record.
    this.#allowUnder(fn, [KEY_PREFIXES.job, KEY_PREFIXES.record, KEY_PREFIXES.history], 'dynamodb:GetItem')
    this.#allowUnder(fn, [KEY_PREFIXES.job, KEY_PREFIXES.history], 'dynamodb:Query')
    this.#grantPut(fn, [KEY_PREFIXES.job, KEY_PREFIXES.history])
  }

  /** Adds to the history that it reads; who may do no more than that changes no record and no job. */
  grantAppend(fn: WaybillFunction): void {
    this.#grantPut(fn, [KEY_PREFIXES.history])
  }

  /** Puts jobs, and their history, each event behind the last one; nothing ever removes one. */
  grantWriteJobs(fn: WaybillFunction): void {
    // Whoever changes a job looks whether its team has subscriptions.
    this.#allowUnder(fn, [KEY_PREFIXES.history, SUBSCRIPTION_KEYS.subscriptions], 'dynamodb:Query')
    this.#grantPut(fn, [KEY_PREFIXES.job, KEY_PREFIXES.history])
  }

  grantClaim(fn: WaybillFunction): void {
    this.#grantPut(fn, [KEY_PREFIXES.record])
  }

  /** Finds out whether the table has any job, and marks it as in use. */
  grantMark(fn: WaybillFunction): void {
    fn.allow(
      [INDEXES.all, INDEXES.open].map(index => this.data.indexArn(index.name)),
      'dynamodb:Query',
    )
    this.#grantPut(fn, [TABLE_KEY])
  }

  /** Changes records that are there: their lease, their end. */
  grantComplete(fn: WaybillFunction): void {
    this.#allowUnder(fn, [KEY_PREFIXES.record], 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
    // That a submission has no job is handed over at once.
    this.#grantPut(fn, [SUBSCRIPTION_KEYS.deliveries])
  }

  /** Checks and their runs: puts, lists and removes them, and touches nothing else. */
  grantChecks(fn: WaybillFunction): void {
    const { checks, runs, teams } = CHECK_KEYS
    this.#grantPut(fn, [checks, runs, teams])
    this.#allowUnder(fn, [checks, runs, teams], 'dynamodb:Query')
    // Of all items only a check's may ever be removed.
    this.#allowUnder(fn, [checks], 'dynamodb:DeleteItem')
  }

  /** Subscriptions: puts, lists and removes them; and lists their deliveries, of which it makes some and removes none. */
  grantSubscriptions(fn: WaybillFunction): void {
    const { subscriptions, deliveries, teams } = SUBSCRIPTION_KEYS
    this.grantRead(fn)
    this.#grantPut(fn, [subscriptions, deliveries, teams, KEY_PREFIXES.history])
    this.#allowUnder(fn, [subscriptions, deliveries, teams, KEY_PREFIXES.history], 'dynamodb:Query')
    this.#allowUnder(fn, [subscriptions], 'dynamodb:DeleteItem')
  }

  /** Takes notices from jobs, and makes and changes deliveries of them. */
  grantNotices(fn: WaybillFunction): void {
    const { subscriptions, deliveries } = SUBSCRIPTION_KEYS
    this.grantListOpen(fn)
    this.#allowUnder(fn, [subscriptions], 'dynamodb:Query')
    this.#allowUnder(fn, [KEY_PREFIXES.job], 'dynamodb:UpdateItem')
    this.#grantPut(fn, [deliveries])
  }

  /** Finds the team of a token's claims: several at once. */
  grantFindTeams(fn: WaybillFunction): void {
    const { team, has, moved } = TEAM_KEYS
    this.#allowUnder(fn, [team, has, moved], 'dynamodb:GetItem')
    this.#allowUnder(fn, [team, has], 'dynamodb:BatchGetItem')
    this.#key.grantDecrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }

  /** Finds the team that has a bucket. */
  grantFindBuckets(fn: WaybillFunction): void {
    this.#allowUnder(fn, [TEAM_KEYS.buckets], 'dynamodb:Query')
  }

  /** Counts jobs against daily quotas. */
  grantCountJobs(fn: WaybillFunction): void {
    this.#allowUnder(fn, [TEAM_KEYS.days], 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
  }

  /** Counts requests that may change something. */
  grantCountRequests(fn: WaybillFunction): void {
    this.#allowUnder(fn, [TEAM_KEYS.turns], 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
  }

  /** Puts teams, their templates and addresses, and touches no job. */
  grantTeams(fn: WaybillFunction): void {
    const counts: readonly string[] = [TEAM_KEYS.days, TEAM_KEYS.turns]
    const all = Object.values(TEAM_KEYS).filter(prefix => !counts.includes(prefix))
    this.#allowUnder(fn, all, 'dynamodb:GetItem')
    this.#allowUnder(fn, [...all, KEY_PREFIXES.history], 'dynamodb:Query')
    this.#grantPut(fn, [...all, KEY_PREFIXES.history])
    // A team itself is never removed, so that no other team inherits its jobs.
    this.#allowUnder(fn, [TEAM_KEYS.own], 'dynamodb:DeleteItem')
  }

  /** Looks whether a team has jobs under way. */
  grantJobsOfTeam(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.team.name)], 'dynamodb:Query')
    fn.allow([this.data.indexArn(INDEXES.open.name)], 'dynamodb:Query')
    fn.allow([this.data.table.tableArn], 'dynamodb:BatchGetItem')
    this.#key.grantDecrypt(fn)
  }

  #grantPut(fn: WaybillFunction, prefixes: readonly string[]): void {
    this.#allowUnder(fn, prefixes, 'dynamodb:PutItem')
    this.#key.grantEncrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }

  /** Where the partition key begins so. */
  #allowUnder(fn: WaybillFunction, prefixes: readonly string[], action: string): void {
    fn.allowWhere(
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map(prefix => `${prefix}*`) } },
      [this.data.table.tableArn],
      action,
    )
  }
}
