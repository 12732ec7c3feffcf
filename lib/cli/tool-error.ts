/** Why a command of the tool failed, in a sentence for its user. Exit code 1. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
}

/** Waybill, or another server at its address, did not answer. */
export class NoAnswer extends ToolError {}

/** An invalid command line. Exit code 2. */
export class ToolUsageError extends Error {
  override readonly name = 'ToolUsageError'
}
