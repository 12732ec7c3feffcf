/** Whether a table is the one that knows the jobs of its archive. */
export interface TableMark {
  /** The table was in use before. */
  isSet(): Promise<boolean>
  set(): Promise<void>
  /** The table has no job and no open submission. */
  isEmpty(): Promise<boolean>
}

/** A table without jobs stands beside an archive that has some: another table knows them. */
export class ForgottenTable extends Error {
  override readonly name = 'ForgottenTable'

  constructor() {
    super(
      'The table is empty, but the log bucket has SIGNATURE files of jobs. With this table each manifest would make a second job. Name the table that belongs to the bucket; docs/recovery.md has the steps.',
    )
  }
}

/**
 * Makes sure that a table may be submitted to, and marks a new one, so that it is looked at once in its life.
 *
 * @throws ForgottenTable
 */
export const requireKnownTable = async (mark: TableMark, hasSignatures: () => Promise<boolean>): Promise<void> => {
  if (await mark.isSet()) return
  if ((await mark.isEmpty()) && (await hasSignatures())) throw new ForgottenTable()
  await mark.set()
}
