/** What a service of AWS answers. */
export interface AwsAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export const json = (body: object): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
})

export const jsonError = (type: string, message = type, status = 400): AwsAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message, Message: message }),
})

export const xml = (body: string, status = 200): AwsAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
})

/** A no of IAM, in the words of the service that was asked. */
export const accessDenied = (service: string, message: string): AwsAnswer => {
  if (service === 's3') return xml(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`, 403)
  if (service === 'sns') {
    const error = `<Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${message}</Message></Error>`
    return xml(`<ErrorResponse>${error}</ErrorResponse>`, 403)
  }
  return jsonError('AccessDeniedException', message)
}
