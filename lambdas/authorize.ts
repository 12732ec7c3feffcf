import { authorize } from '../lib/http/authorization.ts'
import { authorizerDependencies } from './wiring.ts'

export const handler = authorize(authorizerDependencies())
