import type { APIGatewayProxyResult } from 'aws-lambda'

/** A function's result as its caller reads it. */
export const readResult = ({ statusCode, headers, body, isBase64Encoded }: APIGatewayProxyResult) => {
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()
  const json = /[/+]json$/.test(String(headers?.['Content-Type']))
  return { status: statusCode, headers: headers ?? {}, text, body: json ? JSON.parse(text) : undefined }
}
