import type { DeviceStage } from '../../lib/jobs/device-stage.ts'
import type { Job, Shipment } from '../../lib/jobs/job.ts'

export const SHIPMENT: Shipment = {
  carrier: 'UPS',
  trackingNumber: '1Z5R89390357567127',
  shippedOn: '2026-11-22',
  jobIds: ['AB123'],
  warnings: [],
  reportedAt: '2026-11-22T08:00:00.000Z',
  reportedBy: 'ann',
}

const asked = (locationCode: string, progressCode: string): Pick<Job, 'status'> => ({
  status: { checkedAt: '2026-11-23T10:00:00.000Z', locationCode, progressCode, errorCount: 0 },
})

/** What the service and the team report of a device in each stage. */
export const CODES: Readonly<Record<DeviceStage, Pick<Job, 'status' | 'shipment'>>> = {
  'not-shipped': asked('NotReceived', 'Pending'),
  shipped: { ...asked('NotReceived', 'Pending'), shipment: SHIPMENT },
  received: asked('AtAWS', 'Pending'),
  'in-progress': asked('AtAWS', 'InProgress'),
  done: asked('AtAWS', 'Complete'),
  'done-with-errors': asked('AtAWS', 'SuccessWithErrors'),
  rejected: asked('AtAWS', 'InvalidSignature'),
  returned: asked('Returned', 'Complete'),
}
