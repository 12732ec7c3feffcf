import { authorize } from '../lib/http/kit/authorization.ts'
import { authorizerDependencies } from './wiring-authorizer.ts'

export const handler = authorize(authorizerDependencies())
