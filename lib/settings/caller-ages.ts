/*
 * How long tokens are known after their caller was removed from its team: the authoriser remembers the team, and API Gateway
 * remembers the authoriser's answer for as long again. Together no longer than a change of a team may take, a minute
 * (`lib/teams/directory.ts`).
 */

/** How long the authoriser remembers a team, in seconds. */
export const AUTHORIZER_REMEMBERS_SECONDS = 30

/** How long API Gateway remembers the authoriser's answer, in seconds. */
export const GATEWAY_REMEMBERS_SECONDS = 30
