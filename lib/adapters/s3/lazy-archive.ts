import type { Archive } from '../../jobs/ports.ts'

/** An archive that is opened when something is first asked of it, so that what seldom needs it starts without. */
export const createLazyArchive = (open: () => Promise<Archive>): Archive => {
  let opened: Promise<Archive> | undefined
  const archive = () => {
    opened ??= open()
    return opened
  }
  return {
    put: async (...object) => (await archive()).put(...object),
    get: async name => (await archive()).get(name),
  }
}
