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

/** The table of records, jobs and their history. Each `grant` gives a function one need. */
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

  /** Lists due jobs and moves the time of their next look. Also finds jobs from before there was such a list. */
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

  /** Lists the events and manifests of jobs. */
  grantReadHistory(fn: WaybillFunction): void {
    // Events from before chained history have the partition key of their record.
    this.#allowUnder(fn, [KEY_PREFIXES.history, KEY_PREFIXES.record, KEY_PREFIXES.job], 'dynamodb:Query')
    this.grantRead(fn)
  }

  /** Reads the events of all streams by time. The event of a submission is its record. */
  grantFeed(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.all.name)], 'dynamodb:Query')
    this.#allowUnder(fn, [KEY_PREFIXES.history, KEY_PREFIXES.record], 'dynamodb:BatchGetItem')
    this.#key.grantDecrypt(fn)
    fn.configure({ WAYBILL_TABLE: this.data.table.tableName })
  }

  /** Lists jobs by their time, and puts their items without addresses and manifests. Removes no item. */
  grantPurge(fn: WaybillFunction): void {
    fn.allow([this.data.indexArn(INDEXES.all.name)], 'dynamodb:Query')
    this.#allowUnder(fn, [KEY_PREFIXES.job, KEY_PREFIXES.record], 'dynamodb:BatchGetItem')
    // The first event of a job's history is made of its record.
    this.#allowUnder(fn, [KEY_PREFIXES.job, KEY_PREFIXES.record, KEY_PREFIXES.history], 'dynamodb:GetItem')
    this.#allowUnder(fn, [KEY_PREFIXES.job, KEY_PREFIXES.history], 'dynamodb:Query')
    this.#grantPut(fn, [KEY_PREFIXES.job, KEY_PREFIXES.history])
  }

  /** Reads history and adds events. This alone does not allow a change of a record or a job. */
  grantAppend(fn: WaybillFunction): void {
    this.#grantPut(fn, [KEY_PREFIXES.history])
  }

  /** Puts jobs, and adds events after the last one. Nothing ever removes one. */
  grantWriteJobs(fn: WaybillFunction): void {
    // Each change of a job checks whether its team has subscriptions.
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

  /** Changes the lease and the end of existing records. */
  grantComplete(fn: WaybillFunction): void {
    this.#allowUnder(fn, [KEY_PREFIXES.record], 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
    // The notice of a submission without a job is stored at once.
    this.#grantPut(fn, [SUBSCRIPTION_KEYS.deliveries])
  }

  /** Puts, lists and removes checks and their runs, and nothing else. */
  grantChecks(fn: WaybillFunction): void {
    const { checks, runs, teams } = CHECK_KEYS
    this.#grantPut(fn, [checks, runs, teams])
    this.#allowUnder(fn, [checks, runs, teams], 'dynamodb:Query')
    // Only items of checks may be removed.
    this.#allowUnder(fn, [checks], 'dynamodb:DeleteItem')
  }

  /** Puts, lists and removes subscriptions. Lists and makes their deliveries, and removes none. */
  grantSubscriptions(fn: WaybillFunction): void {
    const { subscriptions, deliveries, teams } = SUBSCRIPTION_KEYS
    this.grantRead(fn)
    this.#grantPut(fn, [subscriptions, deliveries, teams, KEY_PREFIXES.history])
    this.#allowUnder(fn, [subscriptions, deliveries, teams, KEY_PREFIXES.history], 'dynamodb:Query')
    this.#allowUnder(fn, [subscriptions], 'dynamodb:DeleteItem')
  }

  /** Takes notices from jobs, and makes and changes their deliveries. */
  grantNotices(fn: WaybillFunction): void {
    const { subscriptions, deliveries } = SUBSCRIPTION_KEYS
    this.grantListOpen(fn)
    this.#allowUnder(fn, [subscriptions], 'dynamodb:Query')
    this.#allowUnder(fn, [KEY_PREFIXES.job], 'dynamodb:UpdateItem')
    this.#grantPut(fn, [deliveries])
  }

  /** Finds the team of a token, by several claims at once. */
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

  /** Counts requests that can change something. */
  grantCountRequests(fn: WaybillFunction): void {
    this.#allowUnder(fn, [TEAM_KEYS.turns], 'dynamodb:UpdateItem')
    this.#key.grantEncrypt(fn)
  }

  /** Puts teams, their templates and addresses, and no job. */
  grantTeams(fn: WaybillFunction): void {
    const counts: readonly string[] = [TEAM_KEYS.days, TEAM_KEYS.turns]
    const all = Object.values(TEAM_KEYS).filter(prefix => !counts.includes(prefix))
    this.#allowUnder(fn, all, 'dynamodb:GetItem')
    this.#allowUnder(fn, [...all, KEY_PREFIXES.history], 'dynamodb:Query')
    this.#grantPut(fn, [...all, KEY_PREFIXES.history])
    // A team itself is never removed, so that no later team can get its jobs.
    this.#allowUnder(fn, [TEAM_KEYS.own], 'dynamodb:DeleteItem')
  }

  /** Lists a team's jobs, to see whether any is under way. */
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

  /** Allows an action on items whose partition key begins with one of the prefixes. */
  #allowUnder(fn: WaybillFunction, prefixes: readonly string[], action: string): void {
    fn.allowWhere(
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map(prefix => `${prefix}*`) } },
      [this.data.table.tableArn],
      action,
    )
  }
}
