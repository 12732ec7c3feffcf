import { InterfaceVpcEndpoint, type IVpcEndpoint } from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** The interface endpoints through which a private API is reached; they are the network's, not ours. */
export const vpcEndpoints = (scope: Construct, { privateEndpoint }: Stage): IVpcEndpoint[] =>
  (privateEndpoint?.vpcEndpointIds ?? []).map((vpcEndpointId, index) =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, `Endpoint${index}`, { vpcEndpointId, port: 443 }),
  )
