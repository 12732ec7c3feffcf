import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as z from 'zod/mini'
import { memberTwice } from '../../json.ts'
import { operationFaults, recoveryFaults } from './setting-faults.ts'
import { type Stage, StageSettings } from './stage.ts'

/** A stage cannot be deployed. The message has a sentence for each fault of its settings. */
export class StageError extends Error {
  override readonly name = 'StageError'

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
  }
}

/**
 * Reads the settings of a stage from `<folder>/<name>.json`.
 *
 * @throws StageError
 */
export const readStage = (folder: string, name: string): Stage => {
  const there = stageNames(folder)
  if (!there.includes(name)) {
    if (readdirSync(folder).includes(`${name}.json`)) throw new StageError([`${folder}/${name}.json: ${NAME_RULE}`])
    throw new StageError([
      `Unknown stage ${JSON.stringify(name)} in ${folder}; known stages: ${there.join(', ')}. Choose one with -c stage=NAME.`,
    ])
  }
  const file = join(folder, `${name}.json`)
  const parsed = StageSettings.safeParse(json(file))
  if (!parsed.success) throw new StageError(parsed.error.issues.flatMap(issue => sentences(file, issue)))
  const stage = { name, ...parsed.data }
  const faults = contradictions(stage)
  if (faults.length > 0) throw new StageError(faults.map(fault => `${file}: ${fault}`))
  return stage
}

const NAME_RULE =
  "a stage's name stands in names of resources: a small letter first, then small letters, digits and hyphens, 20 characters at most. Rename the file."

/** The names of all stages. A name is short and plain, since names of resources contain it. */
export const stageNames = (folder: string): string[] =>
  readdirSync(folder)
    .flatMap(file => /^([a-z][a-z0-9-]{0,19})\.json$/.exec(file)?.[1] ?? [])
    .sort()

const json = (file: string): unknown => {
  let text: string
  let value: unknown
  try {
    text = readFileSync(file, 'utf8')
    value = JSON.parse(text)
  } catch (error) {
    throw new StageError([`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
  const twice = memberTwice(text)
  if (twice === undefined) return value
  throw new StageError([
    `${file} has ${twice.slice(1).replaceAll('/', '.')} twice, and only one of the two would count.`,
  ])
}

const sentences = (file: string, issue: z.core.$ZodIssue): string[] => {
  const at = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => `${file}: ${at === '' ? key : `${at}.${key}`} is not a setting.`)
  }
  const [innermost] = issue.code === 'invalid_key' ? issue.issues : []
  return [`${file}: ${at === '' ? 'what it holds' : at} ${innermost?.message ?? issue.message}.`]
}

/** The contradictions between settings. */
const contradictions = (stage: Stage): string[] => [
  ...shared(
    Object.entries(stage.teams).flatMap(([team, { keys }]) => keys.map(key => [key, `teams.${team}.keys`] as const)),
  ),
  ...shared([
    ...Object.entries(stage.teams).flatMap(([team, { roles }]) =>
      roles.map(arn => [arn, `teams.${team}.roles`] as const),
    ),
    ...stage.auditors.map(arn => [arn, 'auditors'] as const),
    ...stage.operators.map(who => [who, 'operators'] as const),
  ]),
  ...(Object.keys(stage.teams).length === 0 && stage.operators.length === 0
    ? ['operators must name who looks after teams: without one there would never be a team.']
    : []),
  ...(stage.logBucket && stage.logBucket.region !== stage.region
    ? [
        `logBucket.region is ${stage.logBucket.region}, but region is ${stage.region}: the log bucket must be in the stage's region.`,
      ]
    : []),
  ...(stage.service === 'depot' && !stage.depot
    ? ['depot must be set where service is "depot": {"shippingAddress": ["…", "…"]}.']
    : []),
  ...(stage.service !== 'depot' && stage.depot ? ['depot is set, but service is not "depot".'] : []),
  ...(stage.service === 'depot' && stage.privateEndpoint
    ? ['privateEndpoint needs another service than "depot": its links to PDFs are for everyone who prints labels.']
    : []),
  ...(stage.customDomain && stage.customDomain.name === stage.customDomain.queryName
    ? ['customDomain.queryName must differ from customDomain.name: each host leads to one API.']
    : []),
  ...(stage.customDomain && stage.privateEndpoint
    ? ['customDomain and privateEndpoint exclude each other: a private API has the host of its VPC endpoint.']
    : []),
  ...(stage.customDomain && stage.customDomain.certificateArn.split(':')[3] !== stage.region
    ? [`customDomain.certificateArn must be of a certificate in ${stage.region}, the stage's region.`]
    : []),
  ...operationFaults(stage),
  ...recoveryFaults(stage),
  ...(stage.authentication.kind === 'iam'
    ? Object.entries(stage.teams).flatMap(([team, { roles }]) =>
        roles.length === 0
          ? [`teams.${team}.roles must name a role or user: with IAM only these act for the team.`]
          : [],
      )
    : []),
]

const shared = (owned: readonly (readonly [string, string])[]) =>
  [...Map.groupBy(owned, ([thing]) => thing)].flatMap(([thing, all]) =>
    all.length < 2 ? [] : [`${all.map(([, owner]) => owner).join(' and ')} both name ${thing}; it can be of one only.`],
  )
