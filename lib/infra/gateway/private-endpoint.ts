import { InterfaceVpcEndpoint, type IVpcEndpoint } from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** The interface endpoints of a private API. They belong to the network, not to our stacks. */
export const vpcEndpoints = (scope: Construct, { privateEndpoint }: Stage): IVpcEndpoint[] =>
  (privateEndpoint?.vpcEndpointIds ?? []).map((vpcEndpointId, index) =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, `Endpoint${index}`, { vpcEndpointId, port: 443 }),
  )
