import { AWS_LIMITS } from './aws-limits.ts'

const LONGEST_MS = 40_000

/** For a command that a person waits for, over a network that may be slow: no request of another ends meanwhile. */
export const COMMAND_AWS_LIMITS = {
  ...AWS_LIMITS,
  requestHandler: {
    ...AWS_LIMITS.requestHandler,
    connectionTimeout: LONGEST_MS,
    requestTimeout: LONGEST_MS,
    socketTimeout: LONGEST_MS,
  },
} as const
