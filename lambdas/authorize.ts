import { authorize } from '../lib/http/authorization.ts'
import { authorizerDependencies } from './wiring-authorizer.ts'

export const handler = authorize(authorizerDependencies())
