import { AccountPrincipal, AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { needsCaller, type Route } from '../../http/routes.ts'
import type { Stage } from '../stage/stage.ts'
import { accountsOf } from '../stage/tiers.ts'

const INVOKE = { actions: ['execute-api:Invoke'] }

/**
 * The resource policy of an API, which decides who may reach it. `undefined`: it is public, and its callers do not sign with
 * IAM.
 */
export const gatewayPolicy = (stage: Stage, routes: readonly Pick<Route, 'method' | 'path' | 'caller'>[]) => {
  if (stage.privateEndpoint) return throughEndpoints(stage.privateEndpoint.vpcEndpointIds)
  return routes.some(needsCaller) && stage.authentication.kind === 'iam' ? fromAccounts(stage, routes) : undefined
}

/** Allows every request through the endpoints; callers are identified later. */
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
 * Allows the accounts that the stage lists, and those of its roles and users. A caller of another account needs the permission of
 * this policy and of its own account. A caller of this account needs one of the two, and a permission for the whole account does
 * not count as its own (API Gateway developer guide, "How API Gateway resource policies affect authorization workflow"). With a
 * policy, routes without a signature must be allowed too.
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
          // A browser sends its preflight request unsigned.
          ...(stage.corsOrigins.length > 0 ? ['execute-api:/*/OPTIONS/*'] : []),
        ],
        principals: [new AnyPrincipal()],
      }),
    ],
  })
}
