/** A change that no test notices, and why that is right. */
export interface Survivor {
  readonly file: string
  /** The changed text as it stands in the file, blanks aside. */
  readonly was: string
  readonly becomes: string
  readonly why: string
}

export const SURVIVORS: readonly Survivor[] = []
