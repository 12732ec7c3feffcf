import type { Manifest } from '../manifest/manifest.ts'

/** Whether the job's device carries a SIGNATURE file; those of EBS and Glacier jobs carry a barcode (guide, "Sending a CreateJob Request"). */
export const carriesSignature = ({ kind }: Manifest) => kind === 's3-import' || kind === 's3-export'

/** The live service's words (AWS CLI reference, update-job). */
const DEVICE_WILL_BE_ERASED = '**** Device will be erased before being returned. ****'

export const warningMessage = (manifest: Manifest): string | undefined =>
  'eraseDevice' in manifest && manifest.eraseDevice === true ? DEVICE_WILL_BE_ERASED : undefined
