const NAMESPACE = 'xmlns="http://importexport.amazonaws.com/doc/2010-06-01/"'

/**
 * Answers of the live service, in its own order of elements, values retyped from what clients of 2010 to 2013 recorded
 * (aws-ie's and botocore's tests). The first two are pretty-printed as aws-ie keeps them.
 */
export const LIVE_CREATE_JOB = `<CreateJobResponse ${NAMESPACE}>
  <CreateJobResult>
    <JobType>Import</JobType>
    <JobId>45HFS-VALIDATE-ONLY</JobId>
    <SignatureFileContents>
version:2.0
signingMethod:HmacSHA1
jobId:45HFS-VALIDATE-ONLY
signature:/dxgK27c8++SFiZLLaIvHt4Oy4k=
    </SignatureFileContents>
    <AwsShippingAddress>
AWS Import/Export C/O Dynamex
JOBID 65PXQ-VALIDATE-ONLY
7664-A Fullerton Road
Springfield, VA 22153
    </AwsShippingAddress>
    <Signature>/dxgK27c8++SFiZLLaIvHt4Oy4k=</Signature>
  </CreateJobResult>
  <ResponseMetadata>
    <RequestId>9fcc5df6-c53a-11df-98ab-7b5000aab339</RequestId>
  </ResponseMetadata>
</CreateJobResponse>
`

export const LIVE_GET_STATUS = `<GetStatusResponse ${NAMESPACE}>
  <GetStatusResult>
    <ProgressMessage>The specified job has not started.</ProgressMessage>
    <JobType>Import</JobType>
    <CurrentManifest>manifestVersion: 2.0
bucket: import-export-bucket
eraseDevice: no
</CurrentManifest>
    <LocationMessage>AWS has not received your device.</LocationMessage>
    <JobId>ABC-123</JobId>
    <ProgressCode>Pending</ProgressCode>
    <SignatureFileContents>
version:2.0
signingMethod:HmacSHA1
jobId:ABC-123
signature:D6j+YqwmWiVXQzuy5Bu0lxehI3E=
    </SignatureFileContents>
    <ErrorCount>0</ErrorCount>
    <LocationCode>NotReceived</LocationCode>
    <CreationDate>2010-09-21T16:22:10Z</CreationDate>
    <Signature>D6j+YqwmWiVXQzuy5Bu0lxehI3E=</Signature>
  </GetStatusResult>
  <ResponseMetadata><RequestId>62fa6029-c59c-11df-ad6c-5731ef5a3d54</RequestId></ResponseMetadata>
</GetStatusResponse>
`

export const LIVE_LIST_JOBS = [
  `<ListJobsResponse ${NAMESPACE}><ListJobsResult><Jobs>`,
  '<member><JobType>Import</JobType><CreationDate>2010-04-21T22:21:51Z</CreationDate><IsCanceled>false</IsCanceled><JobId>ADP7B</JobId></member>',
  '<member><JobType>Import</JobType><CreationDate>2010-04-21T22:19:05Z</CreationDate><IsCanceled>false</IsCanceled><JobId>AVEYF</JobId></member>',
  '</Jobs><IsTruncated>true</IsTruncated></ListJobsResult>',
  '<ResponseMetadata><RequestId>cc6ea8c0-4da9-11df-81c3-e94d3ca214a8</RequestId></ResponseMetadata></ListJobsResponse>',
].join('')

export const LIVE_CANCEL_JOB = [
  `<CancelJobResponse ${NAMESPACE}><CancelJobResult><Success>true</Success></CancelJobResult>`,
  '<ResponseMetadata><RequestId>e19c3dd3-c551-11df-98ab-7b5000aab339</RequestId></ResponseMetadata></CancelJobResponse>',
].join('')

export const LIVE_UPDATE_JOB = [
  `<UpdateJobResponse ${NAMESPACE}><UpdateJobResult><Success>true</Success></UpdateJobResult>`,
  '<ResponseMetadata><RequestId>7e2d1da8-c685-11df-98ab-7b5000aab339</RequestId></ResponseMetadata></UpdateJobResponse>',
].join('')

/** Nobody recorded one: put together from the SDKs' models. */
export const MODEL_UPDATE_JOB = LIVE_UPDATE_JOB.replace(
  '</Success>',
  '</Success><WarningMessage>**** Device will be erased before being returned. ****</WarningMessage>' +
    '<ArtifactList><member><Description>Sheet &amp; barcode</Description><URL>https://s3.example/a.pdf?b=1&amp;c=2</URL></member></ArtifactList>',
)

/** Nobody recorded one either; the address is that of the AWS CLI's reference. */
export const MODEL_SHIPPING_LABEL = [
  `<GetShippingLabelResponse ${NAMESPACE}><GetShippingLabelResult>`,
  '<ShippingLabelURL>https://s3.amazonaws.com/amzn-s3-demo-bucket/shipping-label-EX1ID.pdf</ShippingLabelURL>',
  '</GetShippingLabelResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetShippingLabelResponse>',
].join('')

export const LIVE_FAULT = [
  `<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>InvalidJobIdException</Code>`,
  '<Message>No such job foobar for your account</Message></Error>',
  '<RequestId>83281264-b7f8-11e2-a9e1-3f6477e78873</RequestId></ErrorResponse>',
].join('')
