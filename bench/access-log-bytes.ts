/** How long a value of API Gateway's variables is, in characters; longer ones are rare. */
const LENGTHS: Readonly<Record<string, number>> = {
  '$context.requestId': 36,
  '$context.extendedRequestId': 16,
  '$context.requestTime': 26,
  '$context.httpMethod': 4,
  '$context.resourcePath': 17,
  '$context.status': 3,
  '$context.responseLength': 4,
  '$context.responseLatency': 3,
  '$context.integrationLatency': 3,
  '$context.identity.sourceIp': 14,
  '$context.identity.userAgent': 60,
  '$context.identity.userArn': 80,
  '$context.authorizer.team': 8,
  '$context.authorizer.principal': 24,
  '$context.error.responseType': 1,
  '$context.wafResponseCode': 9,
  '$context.xrayTraceId': 35,
}

/** How long a line of the access log is, in bytes, with its variables replaced. */
export const accessLogBytes = (line: Readonly<Record<string, string>>): number =>
  Object.values(line).reduce((bytes, variable) => {
    const length = LENGTHS[variable]
    if (length === undefined) throw new Error(`How long ${variable} is, nothing says.`)
    return bytes - variable.length + length
  }, JSON.stringify(line).length)
