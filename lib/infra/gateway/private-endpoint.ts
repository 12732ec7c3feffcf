import { InterfaceVpcEndpoint, type IVpcEndpoint } from 'aws-cdk-lib/aws-ec2'
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** The interface endpoints through which a private API is reached; they are the network's, not ours. */
export const vpcEndpoints = (scope: Construct, { privateEndpoint }: Stage): IVpcEndpoint[] =>
  (privateEndpoint?.vpcEndpointIds ?? []).map((vpcEndpointId, index) =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, `Endpoint${index}`, { vpcEndpointId, port: 443 }),
  )

/** Who may reach a private API: whoever comes through its endpoints. Who may call is another question. */
export const gatewayPolicy = ({ privateEndpoint }: Stage): PolicyDocument | undefined => {
  if (!privateEndpoint) return undefined
  const invoke = { actions: ['execute-api:Invoke'], resources: ['execute-api:/*'], principals: [new AnyPrincipal()] }
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...invoke, effect: Effect.ALLOW }),
      new PolicyStatement({
        ...invoke,
        effect: Effect.DENY,
        conditions: { StringNotEquals: { 'aws:SourceVpce': privateEndpoint.vpcEndpointIds } },
      }),
    ],
  })
}
