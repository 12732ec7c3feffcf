import { Annotations, type Stack } from 'aws-cdk-lib'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from './stage.ts'

/** How people sign in to the stage's console; `undefined`: the stage has no console. */
export const settingsOfConsole = ({ authentication }: Stage) => authentication.console

/** Configures the console, or shows at synthesis why there is none. */
export const configureConsole = (stack: Stack, fn: WaybillFunction | undefined, stage: Stage): void => {
  const { authentication } = stage
  const settings = settingsOfConsole(stage)
  if (fn && settings) {
    const { clientId, scope, origins } = settings
    fn.configure({
      WAYBILL_CONSOLE_CLIENT_ID: clientId,
      WAYBILL_CONSOLE_SCOPE: scope,
      ...(origins.length > 0 && { WAYBILL_CONSOLE_ORIGINS: origins.join(',') }),
      ...(authentication.kind === 'iam' && authentication.console && signingOf(stack, authentication.console)),
    })
    return
  }
  const why =
    authentication.kind === 'iam'
      ? 'its callers sign with IAM, and "authentication.console" names no provider that people sign in at'
      : '"authentication.console" does not name a client'
  Annotations.of(stack).addInfoV2('waybill:no-console', `This stage has no console: ${why}.`)
}

type BesideIam = NonNullable<Extract<Stage['authentication'], { kind: 'iam' }>['console']>

/** A browser has no IAM credentials. STS gives it those of a role in exchange for the provider's token. */
const signingOf = (stack: Stack, { issuer, clientId, roles }: BesideIam) => ({
  WAYBILL_JWT_ISSUER: issuer,
  WAYBILL_JWT_AUDIENCE: clientId,
  WAYBILL_CONSOLE_ROLES: roles.join(','),
  WAYBILL_CONSOLE_STS_URL: `https://sts.${stack.region}.${stack.urlSuffix}`,
  WAYBILL_CONSOLE_REGION: stack.region,
})
