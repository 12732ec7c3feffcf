import { AccountPrincipal, AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { needsCaller, type Route } from '../../http/routes.ts'
import type { Stage } from '../stage/stage.ts'
import { accountsOf } from '../stage/tiers.ts'

const INVOKE = { actions: ['execute-api:Invoke'] }

/**
 * Who may reach an API, as its resource policy defines. `undefined`: it needs none, since it is public without signatures
 * with IAM.
 */
export const gatewayPolicy = (stage: Stage, routes: readonly Pick<Route, 'method' | 'path' | 'caller'>[]) => {
  if (stage.privateEndpoint) return throughEndpoints(stage.privateEndpoint.vpcEndpointIds)
  return routes.some(needsCaller) && stage.authentication.kind === 'iam' ? fromAccounts(stage, routes) : undefined
}

/** Everyone who comes through the endpoints. Who may call is another question. */
const throughEndpoints = (vpcEndpointIds: readonly string[]) => {
  const all = { ...INVOKE, resources: ['execute-api:/*'], principals: [new AnyPrincipal()] }
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...all, effect: Effect.ALLOW }),
      new PolicyStatement({
        ...all,
        effect: Effect.DENY,
        conditions: { StringNotEquals: { 'aws:SourceVpce': [...vpcEndpointIds] } },
      }),
    ],
  })
}

/**
 * The accounts that the stage lists, and those of the roles and users that it names. A caller of another account needs this policy's permission and its own
 * account's; a caller of this account needs one of the two, and a permission for its account as a whole is not yet its own (API
 * Gateway developer guide, "How API Gateway resource policies affect authorization workflow"). With a policy in place, routes
 * without a signature must be allowed by it.
 */
const fromAccounts = (stage: Stage, routes: readonly Pick<Route, 'method' | 'path' | 'caller'>[]) => {
  const accounts = accountsOf(stage)
  const open = routes.filter(route => !needsCaller(route))
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        ...INVOKE,
        resources: ['execute-api:/*'],
        principals: accounts.map(account => new AccountPrincipal(account)),
      }),
      new PolicyStatement({
        ...INVOKE,
        resources: [
          ...open.flatMap(({ method, path }) =>
            (method === 'GET' ? ['GET', 'HEAD'] : [method]).map(verb => `execute-api:/*/${verb}${path}`),
          ),
          // A browser asks before it signs.
          ...(stage.corsOrigins.length > 0 ? ['execute-api:/*/OPTIONS/*'] : []),
        ],
        principals: [new AnyPrincipal()],
      }),
    ],
  })
}
