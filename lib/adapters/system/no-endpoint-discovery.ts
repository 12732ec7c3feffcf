/*
 * What DynamoDB's client finds in a bundle in the place of `@aws-sdk/middleware-endpoint-discovery` (build/function.ts): it asks for
 * the address of its region, and for no other.
 */

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: false,
}

/** The client's settings as they are. */
export const resolveEndpointDiscoveryConfig = <Settings>(settings: Settings): Settings => settings
