/** Why a command of the tool failed, in a sentence for whoever ran it. Exit code 1. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
}

/** Waybill, or whoever was asked in its place, did not answer. */
export class NoAnswer extends ToolError {}

/** A command line that is none. Exit code 2. */
export class ToolUsageError extends Error {
  override readonly name = 'ToolUsageError'
}
