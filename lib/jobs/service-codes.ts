import type { DeviceStage } from './device-stage.ts'

/*
 * The codes of the service's page "Job status". The page may have had more of them: what is not here is unknown, and no stage
 * is guessed from it.
 */

/** The device's stage for each LocationCode. */
export const LOCATIONS: ReadonlyMap<string, { readonly stage?: DeviceStage }> = new Map([
  ['NotReceived', {}],
  ['AtAWS', { stage: 'received' }],
  ['Returned', { stage: 'returned' }],
])

interface Progress {
  /** Absent: the location decides. */
  readonly stage?: DeviceStage
  /** For a rejected device: what the team can do. */
  readonly advice?: string
}

/** The device's stage for each ProgressCode. */
export const PROGRESSES: ReadonlyMap<string, Progress> = new Map<string, Progress>([
  ['Pending', {}],
  ['Canceled', {}],
  ['Expired', {}],
  ['Started', { stage: 'in-progress' }],
  ['InProgress', { stage: 'in-progress' }],
  ['Complete', { stage: 'done' }],
  ['Success', { stage: 'done' }],
  ['SuccessWithErrors', { stage: 'done-with-errors' }],
  [
    'DeviceError',
    {
      stage: 'rejected',
      advice: 'Wait for the device, test it, copy the data to a device that works, and submit a new job for that one.',
    },
  ],
  [
    'InvalidSignature',
    {
      stage: 'rejected',
      advice:
        'Wait for the device, save the SIGNATURE file of a new job in its root directory byte for byte, and send it with that job.',
    },
  ],
  [
    'MissingSignature',
    {
      stage: 'rejected',
      advice:
        'Wait for the device, save the SIGNATURE file of a new job in its root directory (or tape its barcode sheet on the device), and send it with that job.',
    },
  ],
  [
    'MissingDevice',
    {
      stage: 'rejected',
      advice:
        'Look up which parts were in the parcel. Submit a new job and send the device with power supply and cables.',
    },
  ],
  [
    'UnsupportedDeviceType',
    {
      stage: 'rejected',
      advice:
        'Wait for the device, copy the data to one with a USB 2.0 or eSATA connector, or a 2.5 inch or 3.5 inch SATA drive, and submit a new job.',
    },
  ],
  [
    'UnsupportedFileFormat',
    {
      stage: 'rejected',
      advice: 'Wait for the device, copy the data to a file system that the service reads, and submit a new job.',
    },
  ],
  [
    'UnsupportedPowerSupply',
    {
      stage: 'rejected',
      advice:
        'Wait for the device, submit a new job, and send the device with a power supply that fits: 120 V 60 Hz in the United States, 230 V 50 Hz with a Euro plug in the EU.',
    },
  ],
])
