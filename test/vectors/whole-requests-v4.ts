/**
 * Version 4 requests as real clients made them on 26 November 2026, whole: presigned ones, whose signature stands in the
 * URL, and those whose headers differ from what the SDKs send. All were given one key.
 */
export interface WholeRequestV4 {
  readonly client: string
  readonly method: string
  /** As in the URL, without the `?`. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly sessionToken?: string
}

export const WHOLE_REQUESTS_V4: readonly WholeRequestV4[] = [
  {
    client: 'boto3 1.43.11, generate_presigned_url',
    method: 'GET',
    query:
      'Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~%2A%28%29%21%27%0A&ValidateOnly=false&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2FIngestionService%2Faws4_request&X-Amz-Date=20261126T141320Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=7eb5466c05452ee26943c298d847237eda4a71c1ca14fae4a11ede3580e96874',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
  },
  {
    client: 'boto3 1.43.11, generate_presigned_url',
    method: 'POST',
    query:
      'Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~%2A%28%29%21%27%0A&ValidateOnly=false&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2FIngestionService%2Faws4_request&X-Amz-Date=20261126T141320Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=e444b0c5212f8b30c73a45ab47b080f2f56eb60e882b5becfc7109ae92e43da4',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
  },
  {
    client: 'boto3 1.43.11, generate_presigned_url',
    method: 'GET',
    query:
      'Action=ListJobs&Version=2010-06-01&MaxJobs=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2FIngestionService%2Faws4_request&X-Amz-Date=20261126T141320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=a%2Ftoken%2Bof%3Dit&X-Amz-Signature=e84ea11548ffc0c9c37aaf37060397d6c0cd8d5e8e042ac84dbaa97f50671a70',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
    sessionToken: 'a/token+of=it',
  },
  {
    client: 'boto3 1.43.11, generate_presigned_url',
    method: 'GET',
    query:
      'Action=GetShippingLabel&Version=2010-06-01&jobIds.member.1=ABCDE&jobIds.member.2=FGHIJ&company=C%26Co&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2FIngestionService%2Faws4_request&X-Amz-Date=20261126T141320Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=5d8df5a63dd083f0c4676daba9a26cfcbac6365374a25db711bdee8046fdc17e',
    headers: {
      host: 'importexport.amazonaws.com',
    },
    body: '',
  },
  {
    client: 'botocore 1.43.11, with Date',
    method: 'POST',
    query: '',
    headers: {
      host: '127.0.0.1:8403',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      date: 'Thu, 26 Nov 2026 14:13:20 -0000',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/us-east-1/IngestionService/aws4_request, SignedHeaders=content-type;date;host, Signature=d5fbf6dd8430220ffc474d8f523dccfd1c3cb3c900c1f6428e4683c5d768ee68',
    },
    body: 'Action=ListJobs&Version=2010-06-01',
  },
  {
    client: 'aws4 1.13.2, signQuery',
    method: 'GET',
    query:
      'Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~%2A%28%29%21%27%0A&X-Amz-Date=20261126T141507Z&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=3ae1f48342058aa97d24a3c0d489aebc765b51c73683b6435b9eef0ca8464c45',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
  },
  {
    client: 'aws4 1.13.2, signQuery',
    method: 'GET',
    query:
      'Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~%2A%28%29%21%27%0A&X-Amz-Expires=3600&X-Amz-Date=20261126T141507Z&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=567403d5f0cb5ce7eb9857875e7d84e9f12b351fe3e8233f0eb2b3c32902aae0',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
  },
  {
    client: 'aws4 1.13.2, signQuery',
    method: 'POST',
    query:
      'X-Amz-Date=20261126T141507Z&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=ec0b1dbbdf2997977edb29c6c70c393086fb1895632f9aed4c10eb3341e3d19c',
    headers: {
      host: '127.0.0.1:8403',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: "Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~*()!'%0A",
  },
  {
    client: 'aws4 1.13.2',
    method: 'POST',
    query: '',
    headers: {
      host: '127.0.0.1:8403',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'content-length': '155',
      'x-amz-date': '20261126T141507Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/us-east-1/importexport/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date, Signature=d986078efd607c142c84101bc6ab5361bf1289b4805d1d172dd8b3c460ffc359',
    },
    body: "Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~*()!'%0A",
  },
  {
    client: '@smithy/signature-v4 5.7.5, presign',
    method: 'GET',
    query:
      'Action=ListJobs&Version=2010-06-01&X-Amz-Security-Token=a%2Ftoken%2Bof%3Dit&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2FIngestionService%2Faws4_request&X-Amz-Date=20261126T141507Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=4684fbad36c169b792175d8c73e4291df4ef610e69dd74500eb9ca7f6bfd59f4',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
    sessionToken: 'a/token+of=it',
  },
  {
    client: 'aws-sigv4 1.5.1 (Ruby), presign_url',
    method: 'GET',
    query:
      'Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~%2A%28%29%21%27%0A&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-Date=20261126T141346Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=ac88ed30c710709855ef6e0a32087305982fc0b690f34662c0175ee7fa4ca33c',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: '',
  },
  {
    client: 'aws-sigv4 1.5.1 (Ruby), presign_url',
    method: 'POST',
    query:
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-Date=20261126T141346Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=0e7c8b920f771e2c1ed5d8b33386a2680791f184f3c5389bd17fdd776c7bf815',
    headers: {
      host: '127.0.0.1:8403',
    },
    body: 'Action=CreateJob&Version=2010-06-01&JobType=Import&Manifest=manifestVersion%3A%202.0%0Abucket%3A%20my-bucket%0AdeviceId%3A%20123%20%26%20%C3%BC%20~%2A%28%29%21%27%0A',
  },
  {
    client: 'AWS::Signature4 1.02 (Perl), signed_url',
    method: 'GET',
    query:
      'Action=ListJobs&Version=2010-06-01&MaxJobs=5&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-Date=20261126T141321Z&X-Amz-SignedHeaders=host&X-Amz-Signature=06486b64fd495ffe5d62702dbd06458388a72dd014c1939352cd627fd7a697ce',
    headers: {
      host: 'importexport.us-east-1.amazonaws.com',
    },
    body: '',
  },
  {
    client: 'AWS::Signature4 1.02 (Perl), signed_url',
    method: 'GET',
    query:
      'Action=ListJobs&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261126%2Fus-east-1%2Fimportexport%2Faws4_request&X-Amz-Date=20261126T141321Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=7498a7f85507aaf238587a9e0136750b390e44fe0aaf58b1e92ee8421baf980f',
    headers: {
      host: 'importexport.us-east-1.amazonaws.com',
    },
    body: '',
  },
  {
    client: 'AWS::Signature4 1.02 (Perl), sign',
    method: 'POST',
    query: '',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/us-east-1/importexport/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date, Signature=92d66a6859a8d6f13d6c7de01e359169c006dee9a4eff17dc62885674615bfbf',
      'content-length': '34',
      'content-type': 'application/x-www-form-urlencoded',
      host: 'importexport.us-east-1.amazonaws.com',
      'x-amz-date': '20261126T141321Z',
    },
    body: 'Action=ListJobs&Version=2010-06-01',
  },
  {
    client: 'Net::Amazon::Signature::V4 0.21 (Perl)',
    method: 'POST',
    query: '',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/us-east-1/importexport/aws4_request,SignedHeaders=content-length;content-type;date;host;x-amz-content-sha256;x-amz-date,Signature=42ac7217a015309de8f578a50f514e5aea1d4d78ff9721904515fd9ac9315fb5',
      'content-length': '47',
      'content-type': 'application/x-www-form-urlencoded',
      date: '20261126T141321Z',
      host: '127.0.0.1',
      'x-amz-content-sha256': '7ad0da0387dc9deeebcd5fc1e2e5bd63fcc3240426c57aca349c7eb4e0224d58',
      'x-amz-date': '20261126T141321Z',
    },
    body: 'Action=ListJobs&Version=2010-06-01&Marker=a*b+c',
  },
]
