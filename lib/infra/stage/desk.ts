import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StaffSecret } from '../storage/depot-secrets.ts'

/** Lets a function send requests of the staff to the depot, if the stage has one. */
export const openDesk = (fn: WaybillFunction, secret: StaffSecret | undefined): void => {
  if (secret) fn.allow([secret.arn], 'secretsmanager:GetSecretValue')
  showDesk(fn, secret)
}

/** Only shows a function that there is a desk: it cannot read the secret. */
export const showDesk = (fn: WaybillFunction, secret: StaffSecret | undefined): void => {
  if (secret) fn.configure({ WAYBILL_DEPOT_STAFF_SECRET: secret.name })
}
