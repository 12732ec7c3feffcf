/** The names in the smoke test's manifests. */
export interface SmokeManifest {
  readonly accessKeyId: string
  readonly bucket: string
  readonly deviceId: string
}

const RETURN_ADDRESS = [
  'returnAddress:',
  '    name:Waybill Smoke Test',
  '    street1:123 Any Street',
  '    city:Anytown',
  '    stateOrProvince:WA',
  '    postalCode:91011-1111',
  '    phoneNumber:206-555-1111',
  '    country:USA',
  '',
].join('\n')

/** A valid manifest. */
export const importManifest = ({ accessKeyId, bucket, deviceId }: SmokeManifest): string =>
  `manifestVersion:2.0
accessKeyId:${accessKeyId}
deviceId:${deviceId}
eraseDevice:yes
bucket:${bucket}
notificationEmail:smoke@example.com
${RETURN_ADDRESS}`

/** A valid manifest whose job has a barcode sheet. */
export const ebsManifest = ({ accessKeyId, bucket, deviceId }: SmokeManifest): string =>
  `manifestVersion:3.0
accessKeyId:${accessKeyId}
deviceId:${deviceId}
eraseDevice:yes
logBucket:${bucket}
notificationEmail:smoke@example.com
operations:
    - destination: ebs-snapshot
      source: device
      region: us-east-1
      deviceCapacityGreaterThan1TB: no
${RETURN_ADDRESS}`

/** A manifest without nearly all required options. */
export const brokenManifest = ({ accessKeyId }: SmokeManifest): string =>
  `manifestVersion:2.0
accessKeyId:${accessKeyId}
eraseDevice:perhaps
`
