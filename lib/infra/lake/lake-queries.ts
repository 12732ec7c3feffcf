/** A prepared query in Athena. */
export interface LakeQuery {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly text: string
}

/** Each query counts a line only once, even if it was delivered several times. */
export const LAKE_QUERIES: readonly LakeQuery[] = [
  {
    id: 'WhoDidWhat',
    name: 'who did what to a job',
    description: 'All that was done to a job or tried on it, oldest first. Both parameters are the job ID in quotes.',
    text: `SELECT DISTINCT item."at".s AS "at", item.principal.s AS principal, item.accesskeyid.s AS access_key,
  item.address.s AS address, item.action.s AS action, item.outcome.s AS outcome, item.code.s AS code,
  item.detail.s AS detail, item.requestid.s AS request_id
FROM events
WHERE item.jobid.s = ?
UNION
SELECT item.createdat.s, NULL, min_by(item.accesskeyid.s, CAST(item.version.n AS bigint)), NULL, 'submit', 'done',
  NULL, NULL, NULL
FROM jobs
WHERE item.jobid.s = ?
GROUP BY item.createdat.s
ORDER BY 1
`,
  },
  {
    id: 'JobsByStage',
    name: 'jobs by stage and team',
    description: 'How many jobs each team has in each stage of the device, by the newest state of each job.',
    text: `WITH newest AS (
  SELECT item.jobid.s AS job, max_by(item.team.s, CAST(item.version.n AS bigint)) AS team,
    max_by(item.state.s, CAST(item.version.n AS bigint)) AS state,
    max_by(stage, CAST(item.version.n AS bigint)) AS stage
  FROM jobs
  GROUP BY item.jobid.s
)
SELECT team, CASE WHEN regexp_like(stage, '^[a-z-]+$') THEN stage ELSE 'not-shipped' END AS stage, state, count(*) AS jobs
FROM newest
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
`,
  },
]
