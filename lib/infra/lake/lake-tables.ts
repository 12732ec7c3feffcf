/*
 * What the lake has of the table. DynamoDB's stream gives each attribute as `{"S": "text"}` or `{"N": "number"}`, and the lake has
 * them in that form: no code of ours stands between, and a text with quotes in it cannot break a line.
 */

/** The day (UTC) on which Firehose got a change. `waybill audit export` uses the same names for folders. */
export const PARTITION = 'day'

/** The earliest possible day. Athena reads no earlier folders. */
const FIRST_DAY = '2026-01-01'

const struct = (members: Readonly<Record<string, 's' | 'n'>>) =>
  `struct<${Object.entries(members)
    .map(([name, type]) => `${name.toLowerCase()}:struct<${type}:string>`)
    .join(',')}>`

/** The members of an event in the table. `docs/history.md` explains them. */
const EVENT_MEMBERS = {
  id: 's',
  stream: 's',
  sequence: 'n',
  at: 's',
  action: 's',
  outcome: 's',
  code: 's',
  detail: 's',
  principal: 's',
  accessKeyId: 's',
  address: 's',
  userAgent: 's',
  requestId: 's',
  team: 's',
  jobId: 's',
  previous: 's',
  hash: 's',
} as const

/** The members of a job in the lake. Postal addresses, manifests and signatures stay in the table, where they can be removed. */
export const JOB_MEMBERS = {
  jobId: 's',
  id: 's',
  team: 's',
  kind: 's',
  jobType: 's',
  state: 's',
  deviceId: 's',
  accessKeyId: 's',
  manifestSha256: 's',
  version: 'n',
  createdAt: 's',
  updatedAt: 's',
} as const

const image = (name: string) => `<$.dynamodb.NewImage${name}>`

export interface LakeTable {
  readonly name: 'events' | 'jobs'
  /** Selects changes of the table, as a filter of EventBridge. */
  readonly filter: object
  /** Turns a change into one line of JSON, as a template of Pipes. */
  readonly template: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** @param prefixes the start of the partition keys */
export const lakeTables = (prefixes: { readonly history: string; readonly job: string }): readonly LakeTable[] => [
  {
    name: 'events',
    filter: { eventName: ['INSERT'], dynamodb: { Keys: { pk: beginsWith(prefixes.history), sk: beginsWith('S#') } } },
    template: `{"item": ${image('')}}`,
    columns: [{ name: 'item', type: struct(EVENT_MEMBERS) }],
  },
  {
    name: 'jobs',
    filter: {
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { Keys: { pk: beginsWith(prefixes.job), sk: { S: ['JOB'] } } },
    },
    // A job has no stage until its device first moves. The quotes keep the line valid JSON without it.
    template: `{"item": {${Object.keys(JOB_MEMBERS)
      .map(name => `"${name}": ${image(`.${name}`)}`)
      .join(', ')}}, "stage": "${image('.stage.M.name.S')}"}`,
    columns: [
      { name: 'item', type: struct(JOB_MEMBERS) },
      { name: 'stage', type: 'string' },
    ],
  },
]

const beginsWith = (prefix: string) => ({ S: [{ prefix }] })

/** The prefix of a table's files in the log bucket. */
export const prefixOf = ({ name }: Pick<LakeTable, 'name'>) => `lake/${name}/`
export const errorsOf = ({ name }: Pick<LakeTable, 'name'>) => `lake/errors/${name}/`

/** Lets Athena derive the folders of the days, so that no crawler and no new partitions are needed. */
export const projection = (table: LakeTable, bucketName: string): Readonly<Record<string, string>> => ({
  'projection.enabled': 'true',
  [`projection.${PARTITION}.type`]: 'date',
  [`projection.${PARTITION}.format`]: 'yyyy-MM-dd',
  [`projection.${PARTITION}.range`]: `${FIRST_DAY},NOW`,
  [`projection.${PARTITION}.interval`]: '1',
  [`projection.${PARTITION}.interval.unit`]: 'DAYS',
  'storage.location.template': `s3://${bucketName}/${prefixOf(table)}${PARTITION}=\${${PARTITION}}/`,
})
