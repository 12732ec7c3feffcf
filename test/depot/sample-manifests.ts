const RETURN_ADDRESS = `returnAddress:
    name:Jane Roe
    street1:123 Any Street
    city:Anytown
    stateOrProvince:WA
    postalCode:91011-1111
    phoneNumber:206-555-1111
    country:USA
`

export const S3_IMPORT = `manifestVersion:2.0
deviceId:49382
eraseDevice:yes
bucket:mybucket
notificationEmail:jane.roe@example.com
${RETURN_ADDRESS}`

export const S3_EXPORT = `manifestVersion:2.0
deviceId:HD001
fileSystem:NTFS
trueCryptPassword:secret
logBucket:mylogs
operations:
  - exportBucket:mybucket
${RETURN_ADDRESS}`

export const EBS_IMPORT = `manifestVersion:3.0
deviceId:HD002
eraseDevice:yes
logBucket:mylogs
notificationEmail:jane.roe@example.com
operations:
    - destination: ebs-snapshot
      source: device
      region: us-east-1
      deviceCapacityGreaterThan1TB: no
${RETURN_ADDRESS}`
