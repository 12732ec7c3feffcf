/**
 * Where time must grow with a text and not with its square: a case takes well under a second, on a slow and busy machine some
 * seconds, and minutes where a step has become quadratic.
 */
export const NOT_LINEAR_MS = 60_000
