/** A job expires this long after its creation if no device has come (Developer Guide, "Creating an import job"). */
export const JOB_LIFE_MS = 30 * 24 * 60 * 60_000
