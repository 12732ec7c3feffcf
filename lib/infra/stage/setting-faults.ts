import type { Stage } from './stage.ts'

/** A list with the sentence, if the condition holds. */
const fault = (holds: boolean, sentence: string): string[] => (holds ? [sentence] : [])

/** The contradictions between settings of operation. */
export const operationFaults = ({ smoke, teams, service, authentication, functions, depot }: Stage): string[] => [
  ...fault(smoke !== undefined && !Object.hasOwn(teams, smoke.team), `smoke.team must be one of the teams.`),
  ...fault(
    smoke?.submit === true && service !== 'depot',
    'smoke.submit needs the service "depot": jobs at another service are real ones.',
  ),
  ...fault(
    smoke !== undefined && smoke.everyMinutes > 0 && authentication.kind === 'jwt',
    'smoke.everyMinutes must be 0 where callers send tokens: the function has a role and no token.',
  ),
  ...fault(functions.depot !== undefined && !depot, 'functions.depot is set, but service is not "depot".'),
  ...Object.entries(functions).flatMap(([name, { concurrency, provisioned } = {}]) =>
    fault(
      concurrency !== undefined && provisioned !== undefined && provisioned > concurrency,
      `functions.${name}.provisioned must not be more than its concurrency.`,
    ),
  ),
]

/** The contradictions between settings of recovery. */
export const recoveryFaults = ({
  existing,
  depot,
  replica,
  logBucket,
  region,
  customerManagedKey,
  historyLake,
}: Stage): string[] => [
  ...fault(
    (existing?.depotTable !== undefined || existing?.depotSecrets === true) && !depot,
    'existing.depotTable and existing.depotSecrets need the service "depot".',
  ),
  ...fault(replica?.region === region, `replica.region must be another region than ${region}.`),
  ...fault(
    replica !== undefined && logBucket !== undefined,
    'replica copies the bucket that the stack makes; a logBucket must be replicated where it is.',
  ),
  ...fault(
    replica !== undefined && existing?.table !== undefined,
    'replica makes a table in two regions; existing.table must be replicated where it is.',
  ),
  ...fault(
    replica !== undefined && customerManagedKey && replica.keyArn === undefined,
    'replica.keyArn must name a KMS key in its region where customerManagedKey is true.',
  ),
  // A stream allows two readers, that of a global table one (Lambda's guide, "Using AWS Lambda with Amazon DynamoDB").
  ...fault(
    historyLake && replica !== undefined,
    'historyLake reads the stream of the table twice; with replica DynamoDB allows one reader.',
  ),
  ...fault(
    historyLake && existing?.table !== undefined,
    'historyLake needs the table that the stack makes; the stream of existing.table is not known to it.',
  ),
]
