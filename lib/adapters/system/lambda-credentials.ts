import { fromEnv } from '@aws-sdk/credential-provider-env'

/**
 * What the AWS SDK's clients find in a bundle in the place of `@aws-sdk/credential-provider-node` (build/function.ts): Lambda gives
 * its functions their credentials in the environment, for as long as the process lives.
 */
export const defaultProvider = () => fromEnv()
