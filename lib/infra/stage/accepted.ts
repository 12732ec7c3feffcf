import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Accepts results of cdk-nag for a construct and its children, each with a reason for reviewers.
 *
 * @param results by the IDs that cdk-nag prints, for example `AwsSolutions-APIG4`
 */
export const accept = (construct: IConstruct, results: Readonly<Record<string, string>>): void => {
  for (const [id, reason] of Object.entries(results)) {
    const [pack = ''] = id.split('-')
    Validations.of(construct).acknowledge({ id: `${pack}::${id}`, reason })
  }
}
