/** Whether an operating system's call failed with this code, for example `ENOENT`. */
export const isErrno = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code
