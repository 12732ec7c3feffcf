import { CfnMethod, type IResource } from 'aws-cdk-lib/aws-apigateway'
import { PAGES_MAY_SEND } from '../../http/kit/cross-origin.ts'
import { allowedMethods } from '../../http/kit/find-route.ts'
import type { Stage } from '../stage/stage.ts'

/** Answers preflight requests of pages from the listed origins. Without origins, `OPTIONS` does not exist. */
export const allowOrigins = (resource: IResource, methods: readonly string[], { corsOrigins }: Stage): void => {
  if (corsOrigins.length === 0) return
  const options = resource.addCorsPreflight({
    allowOrigins: [...corsOrigins],
    allowMethods: [...methods],
    allowHeaders: PAGES_MAY_SEND,
  })
  // All bodies are bytes here, to which API Gateway applies no template. Without this line, every preflight fails.
  if (options.node.defaultChild instanceof CfnMethod) {
    const method = options.node.defaultChild
    method.addPropertyOverride('Integration.ContentHandling', 'CONVERT_TO_TEXT')
    // For clients other than browsers, which read `Allow` (RFC 9110, section 9.3.7).
    const header = 'ResponseParameters.method\\.response\\.header\\.Allow'
    method.addPropertyOverride(`Integration.IntegrationResponses.0.${header}`, `'${allowedMethods(resource.path)}'`)
    method.addPropertyOverride(`MethodResponses.0.${header}`, true)
  }
}
