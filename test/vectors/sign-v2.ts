/** Requests whose version 2 signature somebody else has computed: the specs of aws-ie, a client of 2010. */
export const SIGN_V2_VECTORS = [
  {
    title: 'CreateJob by aws-ie, HmacSHA1, Timestamp with an offset',
    secretAccessKey: '123-ABC',
    params: {
      AWSAccessKeyId: 'ABC-123',
      JobType: 'Import',
      Manifest: '--- {}\n\n',
      Operation: 'CreateJob',
      SignatureMethod: 'HmacSHA1',
      SignatureVersion: '2',
      Timestamp: '2010-09-20T05:10:35+00:00',
    },
    canonicalParams:
      'AWSAccessKeyId=ABC-123&JobType=Import&Manifest=---%20%7B%7D%0A%0A&Operation=CreateJob&SignatureMethod=HmacSHA1' +
      '&SignatureVersion=2&Timestamp=2010-09-20T05%3A10%3A35%2B00%3A00',
    signature: 'hmgL0julWxoVXeYHHqFQAbvmaL4=',
  },
  {
    title: 'the same with ValidateOnly',
    secretAccessKey: '123-ABC',
    params: {
      AWSAccessKeyId: 'ABC-123',
      JobType: 'Import',
      Manifest: '--- {}\n\n',
      Operation: 'CreateJob',
      SignatureMethod: 'HmacSHA1',
      SignatureVersion: '2',
      Timestamp: '2010-09-20T05:10:35+00:00',
      ValidateOnly: 'true',
    },
    canonicalParams:
      'AWSAccessKeyId=ABC-123&JobType=Import&Manifest=---%20%7B%7D%0A%0A&Operation=CreateJob&SignatureMethod=HmacSHA1' +
      '&SignatureVersion=2&Timestamp=2010-09-20T05%3A10%3A35%2B00%3A00&ValidateOnly=true',
    signature: '+OIG/6ouAbS/I2vTQZYFsgUKk3Y=',
  },
]
