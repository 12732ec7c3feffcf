import { rmSync } from 'node:fs'

/** Removes the folder of this run. Jest calls it after the last suite. */
export default () => {
  const folder = process.env.TEST_RUN_FOLDER
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
