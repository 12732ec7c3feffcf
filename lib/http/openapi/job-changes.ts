import { JOB_TYPES } from '../../manifest/manifest.ts'
import { type ParameterDoc, type RouteDoc, SWITCH } from './route-doc.ts'

const IF_MATCH: ParameterDoc = {
  about: 'The ETag of the job that you have seen. If the job is another by now, nothing changes. Default: any version.',
}

/** What is done with a job that is there. */
export const JOB_CHANGE_ROUTES = {
  'GET /v1/jobs/{jobId}/status': {
    id: 'getStatus',
    tag: 'Jobs',
    summary: 'Ask the service for the status',
    about:
      "Asks the Import/Export service now where the device is and how far its data are, and stores the answer with the job. The codes are the service's own; `device.stage` has them in one word.",
    answers: { 200: { about: "The service's answer.", body: 'JobStatus' } },
    actions: ['getStatus'],
  },
  'PUT /v1/jobs/{jobId}/manifest': {
    id: 'updateJob',
    tag: 'Jobs',
    summary: 'Give a job another manifest',
    about:
      "Replaces the job's manifest, here and at the service. The job keeps its ID, and its SIGNATURE file stays valid. It is checked as a new one is; earlier manifests stay readable. With validateOnly=true everything is checked, and nothing changes.",
    query: {
      jobType: {
        about: 'Must agree with the manifest. Default: what the manifest is.',
        schema: { type: 'string', enum: JOB_TYPES },
      },
      validateOnly: { about: 'true: only validates.', schema: SWITCH },
      allowKindChange: { about: 'true: the manifest may be of another kind than the job.', schema: SWITCH },
    },
    headers: { 'If-Match': IF_MATCH },
    body: { manifest: 'ManifestBody' },
    answers: {
      200: {
        about: 'The job as it is now. With validateOnly=true: the manifest passes every check.',
        body: ['Job', 'Validation'],
        headers: ['ETag'],
      },
    },
    actions: ['updateJob', 'validateUpdate'],
  },
  'POST /v1/jobs/{jobId}/cancel': {
    id: 'cancelJob',
    tag: 'Jobs',
    summary: 'Cancel a job',
    about:
      'Cancels the job, here and at the service. This cannot be undone: the same manifest then makes a new job. A job whose device is at work cannot be cancelled.',
    headers: { 'If-Match': IF_MATCH },
    answers: { 200: { about: 'The job, cancelled.', body: 'Job', headers: ['ETag'] } },
    actions: ['cancelJob'],
  },
  'PUT /v1/jobs/{jobId}/shipment': {
    id: 'putShipment',
    tag: 'Jobs',
    summary: 'Report a shipment',
    about:
      'Stores with which carrier and tracking number the device travels. Where the devices of several jobs are in one parcel, `jobIds` names them all. A second report replaces the first.',
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'ShipmentBody' },
    answers: { 200: { about: 'The job as it is now.', body: 'Job', headers: ['ETag'] } },
    actions: ['putShipment'],
  },
  'POST /v1/jobs/{jobId}/custody': {
    id: 'recordCustody',
    tag: 'Jobs',
    summary: 'Record a step of custody',
    about:
      'Records who packed, sealed, handed over or received back the device. Steps are added; none is changed later.',
    headers: { 'If-Match': IF_MATCH },
    body: { json: 'CustodyBody' },
    answers: { 200: { about: 'The job with all its steps.', body: 'Job', headers: ['ETag'] } },
    actions: ['recordCustody'],
  },
  'POST /v1/shipping-labels': {
    id: 'makeShippingLabel',
    tag: 'Jobs',
    summary: 'Make a shipping label',
    about:
      'Asks the service for the label of a parcel with the devices of one job or more. The jobs must be made with the same access key. `sender` stands on the label.',
    body: { json: 'ShippingLabelBody' },
    answers: { 200: { about: 'Where the label is.', body: 'ShippingLabel' } },
    actions: ['shippingLabels'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>
