import { closeSync, openSync } from 'node:fs'

/**
 * Makes an empty file that its owner alone may read, where there is none. SQLite would make one that everybody may; and it
 * gives the files beside it the rights of this one.
 */
export const makePrivate = (path: string): void => closeSync(openSync(path, 'a', 0o600))
