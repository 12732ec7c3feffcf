import { CfnMethod, type IResource } from 'aws-cdk-lib/aws-apigateway'
import type { Stage } from '../stage/stage.ts'

const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Amz-Date',
  'X-Amz-Security-Token',
]

/** Answers a browser's question whether a page of a listed origin may call; without origins there is no `OPTIONS` at all. */
export const allowOrigins = (resource: IResource, methods: readonly string[], { corsOrigins }: Stage): void => {
  if (corsOrigins.length === 0) return
  const options = resource.addCorsPreflight({
    allowOrigins: [...corsOrigins],
    allowMethods: [...methods],
    allowHeaders: ALLOWED_HEADERS,
  })
  // All bodies are bytes here, and of bytes API Gateway makes no template; without this every preflight fails.
  if (options.node.defaultChild instanceof CfnMethod) {
    options.node.defaultChild.addPropertyOverride('Integration.ContentHandling', 'CONVERT_TO_TEXT')
  }
}
