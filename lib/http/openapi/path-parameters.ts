import type { RouteName } from '../routes.ts'
import type { ParameterDoc } from './route-doc.ts'

type ParameterOf<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never

/** What stands in braces in the paths of routes. */
type PathParameter = ParameterOf<RouteName>

/** What stands in a path. A parameter without a row does not compile. */
export const PATH_PARAMETERS: Readonly<Record<PathParameter, ParameterDoc>> = {
  jobId: { about: "The service's ID of the job, in upper or lower case." },
  id: { about: "The submission's own ID, which the job has as `id`." },
  name: { about: 'The name of the thing, as its list has it.' },
  number: { about: 'The number of the manifest. 1 made the job.', schema: { type: 'integer', minimum: 1 } },
  team: { about: 'The name of the team, or of a group: -auditors, -operators or -depot.' },
  day: { about: 'A day in UTC.', schema: { type: 'string', format: 'date' } },
  deliveryId: { about: 'The ID of the delivery, as the list of deliveries has it.' },
  file: { about: 'The name of the file.' },
}

/** The names in a path. */
export const namesIn = (path: string): readonly PathParameter[] =>
  // The names in the paths of routes are those of the type.
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathParameter)
