import { closeSync, openSync } from 'node:fs'

/**
 * Makes an empty file that only its owner may read, unless it exists. SQLite would make one that everybody may read; and it
 * gives the files beside it the rights of this one.
 */
export const makePrivate = (path: string): void => closeSync(openSync(path, 'a', 0o600))
