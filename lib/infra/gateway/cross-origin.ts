import { CfnMethod, type IResource } from 'aws-cdk-lib/aws-apigateway'
import { PAGES_MAY_SEND } from '../../http/kit/cross-origin.ts'
import { allowedMethods } from '../../http/kit/find-route.ts'
import type { Stage } from '../stage/stage.ts'

/** Answers a browser's question whether a page of a listed origin may call; without origins `OPTIONS` does not exist. */
export const allowOrigins = (resource: IResource, methods: readonly string[], { corsOrigins }: Stage): void => {
  if (corsOrigins.length === 0) return
  const options = resource.addCorsPreflight({
    allowOrigins: [...corsOrigins],
    allowMethods: [...methods],
    allowHeaders: PAGES_MAY_SEND,
  })
  // All bodies are bytes here, and of bytes API Gateway makes no template; without this every preflight fails.
  if (options.node.defaultChild instanceof CfnMethod) {
    const method = options.node.defaultChild
    method.addPropertyOverride('Integration.ContentHandling', 'CONVERT_TO_TEXT')
    // Who asks for the methods and is no browser reads this one (RFC 9110, section 9.3.7), as without listed origins.
    const header = 'ResponseParameters.method\\.response\\.header\\.Allow'
    method.addPropertyOverride(`Integration.IntegrationResponses.0.${header}`, `'${allowedMethods(resource.path)}'`)
    method.addPropertyOverride(`MethodResponses.0.${header}`, true)
  }
}
