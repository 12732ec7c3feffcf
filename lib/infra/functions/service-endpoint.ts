import type { Stage } from '../stage/stage.ts'
import type { WaybillFunction } from './waybill-function.ts'

/** AWS has one endpoint for the whole world, in us-east-1 (Import/Export developer guide, "Making Web Service Requests"). */
const AWS_ENDPOINT = 'https://importexport.amazonaws.com/'

/** Configures the service that a function sends jobs to. */
export const configureService = (fn: WaybillFunction, stage: Stage, depotUrl: string | undefined): void =>
  fn.configure({
    WAYBILL_SERVICE_URL: stage.service === 'aws' ? AWS_ENDPOINT : (depotUrl ?? stage.service),
    WAYBILL_SIGNATURE_VERSION: String(stage.signatureVersion),
    WAYBILL_MANIFEST_ERA: stage.era,
  })
