import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes the folder of this run, whose path every worker inherits (see `once-a-run.ts`). Jest calls it before the first suite. */
export default () => {
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), 'waybill-test-run-'))
}
