import type { Template } from 'aws-cdk-lib/assertions'
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js'
import { resourcesOf, statementsOfRoles } from './synth.ts'

/** One permission of a function's role: one action on one resource. */
export interface Permission {
  readonly function: string
  readonly action: string
  readonly resource: string
  readonly where: string
}

/** Every permission that the template of a stage gives to a function. */
export const permissionsOf = (template: Template, stage: string): Permission[] => {
  const ofRoles = statementsOfRoles(template)
  return Object.values(resourcesOf(template, 'AWS::Lambda::Function')).flatMap(({ Properties }) => {
    const { 'Fn::GetAtt': [role = ''] = [] } = Properties.Role as { 'Fn::GetAtt'?: readonly string[] }
    return (ofRoles[role] ?? []).flatMap(({ Effect, Action, Resource, Condition }) => {
      if (Effect !== 'Allow') throw new Error(`${Effect} is not shown`)
      return [Action].flat().flatMap(action =>
        [Resource].flat().map(resource => ({
          function: String(Properties.FunctionName).replace(`waybill-${stage}-`, ''),
          action,
          resource: nameOf(flattenCfnReference(resource)),
          where: Condition ? JSON.stringify(Condition) : '',
        })),
      )
    })
  })
}

/** Names for what templates call by ID, as a reviewer would. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^<JobsDataTable\w+\.Arn>/, 'table'],
  [/^<Secretssigning\w+>/, 'secret of signatures'],
  [/^(?:<Secretsstaff\w+>|waybilldepot-[\w-]+:ExportsOutputRefSecretsstaff\w+)/, 'secret of the staff'],
  [/^arn:<AWS::Partition>:s3:::/, 'bucket '],
  [/^<LogBucket\w+\.Arn>/, 'log bucket'],
  [/^<DataKey\w+\.Arn>/, "stage's KMS key"],
  [/^<ChecksQueue\w+\.Arn>/, 'queue of checks'],
  [/^<ChecksNotices\w+>/, 'topic of notices'],
  [/^<ChecksKey\w+\.Arn>/, "checks' KMS key"],
  [/^<HistoryKey\w+\.Arn>/, "history's KMS key"],
  [/^<ChecksSchedulerRole\w+\.Arn>/, 'role of schedules'],
  [/^arn:<AWS::Partition>:scheduler:[\w-]+:(?:\d{12}|<AWS::AccountId>):/, ''],
  [/^arn:<AWS::Partition>:events:[\w-]+:(?:\d{12}|<AWS::AccountId>):/, ''],
  [/^<SchedulesFailed\w+\.Arn>/, 'queue of failed runs'],
  [/^<\w+Log\w+\.Arn>$/, 'its own log'],
  [/^arn:<AWS::Partition>:logs:.*<\w+Log\w+>$/, 'its own log'],
  [/^arn:<AWS::Partition>:secretsmanager:[\w-]+:(?:\d{12}|<AWS::AccountId>):secret:/, 'secret '],
]

const nameOf = (arn: string) => NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), arn)

/** The permissions as rows of a table in Markdown: one for the resources of a function on which the same is allowed. */
export const permissionRows = (permissions: readonly Permission[]): string[] =>
  [...Map.groupBy(permissions, one => one.function)].flatMap(([name, all]) => {
    const perResource = [...Map.groupBy(all, ({ resource, where }) => `${resource}\n${where}`)].map(([on, several]) => {
      const [resource = '', where = ''] = on.split('\n')
      const actions = [...new Set(several.map(({ action }) => `\`${action}\``))].sort().join(', ')
      return { resource, may: where === '' ? actions : `${actions} where \`${where}\`` }
    })
    return [...Map.groupBy(perResource, ({ may }) => may)].map(
      ([may, resources]) => `| \`${name}\` | ${resources.map(({ resource }) => resource).join(', ')} | ${may} |`,
    )
  })
