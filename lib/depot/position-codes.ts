/**
 * Codes and messages of the guide's page "Job status", word for word as far as the page is known (its last sentences on
 * devices are cut off; those are ours). Words in capitals are filled in.
 */
export const LOCATION_MESSAGES = {
  NotReceived: 'AWS has not received your device.',
  AtAWS: 'Your device is at AWS.',
  Returned: 'Your device has been returned. The SHIPPER tracking number is TRACKING_NUMBER.',
} as const

export const PROGRESS_MESSAGES = {
  Pending: 'The specified job has not started.',
  InProgress: 'The data on your device is currently being loaded.',
  Complete: 'The data loaded successfully. The log was saved to LOG_KEY in the bucket LOG_BUCKET.',
  SuccessWithErrors:
    'The data load completed with NUMBER of errors. See LOG_KEY in the bucket LOG_BUCKET. for more details.',
  Canceled: 'The job was canceled.',
  Expired: 'The job expired.',
  DeviceError: 'The job was aborted. Your device would not function properly.',
  InvalidSignature: 'The job was aborted. The SIGNATURE file was invalid.',
  MissingSignature: 'The job was aborted. The SIGNATURE file was missing.',
  MissingDevice: 'The job was aborted. Your device, power supply, or device connectors were missing.',
  UnsupportedDeviceType:
    'The job was aborted. Your device must have a USB 2.0 or eSATA connector, or be a 2.5 inch or 3.5 inch SATA drive.',
  UnsupportedFileFormat: 'The job was aborted. The file system of your device is not supported.',
  UnsupportedPowerSupply: "The job was aborted. Your device's power supply does not fit the power at this location.",
} as const

export type LocationCode = keyof typeof LOCATION_MESSAGES
export type ProgressCode = keyof typeof PROGRESS_MESSAGES
