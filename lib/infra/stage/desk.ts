import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StaffSecret } from '../storage/depot-secrets.ts'

/** Lets a function speak to the depot for its staff, where the stage has a depot. */
export const openDesk = (fn: WaybillFunction, secret: StaffSecret | undefined): void => {
  if (secret) fn.allow([secret.arn], 'secretsmanager:GetSecretValue')
  showDesk(fn, secret)
}

/** Lets a function know that there is a desk, and no more: it cannot read the secret. */
export const showDesk = (fn: WaybillFunction, secret: StaffSecret | undefined): void => {
  if (secret) fn.configure({ WAYBILL_DEPOT_STAFF_SECRET: secret.name })
}
