/** A mark in a table, which shows that the table knows the jobs of its archive. */
export interface TableMark {
  /** The table has the mark. */
  isSet(): Promise<boolean>
  set(): Promise<void>
  /** The table has no job and no open submission. */
  isEmpty(): Promise<boolean>
}

/** The table has no jobs, but its archive has: another table knows them. */
export class ForgottenTable extends Error {
  override readonly name = 'ForgottenTable'

  constructor() {
    super(
      'The table is empty, but the log bucket has SIGNATURE files of jobs. With this table each manifest would make a second job. Name the table that belongs to the bucket; docs/recovery.md has the steps.',
    )
  }
}

/**
 * Checks that submissions may use a table. It marks a new table, so that the archive is looked at only once.
 *
 * @throws ForgottenTable
 */
export const requireKnownTable = async (mark: TableMark, hasSignatures: () => Promise<boolean>): Promise<void> => {
  if (await mark.isSet()) return
  if ((await mark.isEmpty()) && (await hasSignatures())) throw new ForgottenTable()
  await mark.set()
}
