import { Annotations, type Stack } from 'aws-cdk-lib'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from './stage.ts'

/** How people sign in to the stage's console; `undefined`: it has none. */
export const settingsOfConsole = ({ authentication }: Stage) =>
  authentication.kind === 'jwt' ? authentication.console : undefined

/** Configures the console, or lets the synthesis say why there is none. */
export const configureConsole = (stack: Stack, fn: WaybillFunction | undefined, stage: Stage): void => {
  const settings = settingsOfConsole(stage)
  if (fn && settings) {
    const { clientId, scope, origins } = settings
    fn.configure({
      WAYBILL_CONSOLE_CLIENT_ID: clientId,
      WAYBILL_CONSOLE_SCOPE: scope,
      ...(origins.length > 0 && { WAYBILL_CONSOLE_ORIGINS: origins.join(',') }),
    })
    return
  }
  const why =
    stage.authentication.kind === 'iam'
      ? 'its callers sign with IAM, which a browser cannot. Authentication "jwt" with "console" gives it one'
      : '"authentication.console" does not name a client'
  Annotations.of(stack).addInfoV2('waybill:no-console', `This stage has no console: ${why}.`)
}
