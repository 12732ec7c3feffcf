import type { Parcel } from '../../labels/look-up.ts'
import { type PackingSlip, packingSlip } from '../../labels/packing-slip.ts'
import { type ShippingLabel, shippingLabel } from '../../labels/shipping-label.ts'

/** The papers of a job's parcel as PDF files. Apart from the command, since the code that makes PDFs is large and seldom needed. */
export const papersOf = async (
  slip: PackingSlip & { readonly parcel: Parcel },
  size: ShippingLabel['size'] | undefined,
): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]> => {
  const { jobId, manifest, shipTo, createdAt, parcel, handling = {} } = slip
  const papers = [{ name: `packing-slip-${jobId}.pdf`, bytes: await packingSlip(slip) }]
  if (size === undefined) return papers
  const sender = manifest.returnAddress
  const bytes = await shippingLabel({ size, jobIds: [jobId], sender, shipTo, parcel, date: createdAt, handling })
  return [...papers, { name: `label-${jobId}.pdf`, bytes }]
}
