import type { Timestamp } from '../system.ts'

/** What jobs need of the outside world, besides where they are stored (`job-store.ts`) and the service (`service.ts`). */

/** Where SIGNATURE files are kept for good. */
export interface Archive {
  /**
   * Puts an object if it does not exist. The same bytes again are accepted.
   *
   * @throws ArchiveConflict if other bytes lie under that name.
   */
  put(name: string, bytes: Uint8Array, contentType: string): Promise<void>
  get(name: string): Promise<Uint8Array | undefined>
}

/** Removes from the archive what may no longer be stored. Only who purges jobs has it. */
export interface ArchiveRemoval {
  /**
   * Removes every object whose name begins so; a prefix ends with a slash. What a lock holds can no longer be read by its name,
   * and stays until the lock is over.
   *
   * @returns what a lock holds; `undefined`: nothing
   */
  removeUnder(prefix: string): Promise<HeldObjects | undefined>
}

/** Objects of the archive that a lock holds. */
export interface HeldObjects {
  readonly count: number
  /** When the last of their locks is over. */
  readonly until: Timestamp
}

/** Buckets of teams that Waybill may add to. */
export interface TeamBuckets {
  isWritable(bucket: string): boolean
  /** Puts an object if it does not exist. An existing one stays, without an error. */
  put(bucket: string, name: string, bytes: Uint8Array, contentType: string): Promise<void>
}

/** Files that the service has. */
export interface Downloads {
  /** @throws DownloadFailure if the file cannot be had, or is where nothing may be fetched from */
  get(url: string): Promise<Uint8Array>
}

/** Whose the buckets are that manifests name. */
export interface BucketOwners {
  /** Whether a team, with one of its keys, may read and write a bucket. */
  mayUse(bucket: string, by: { readonly team: string; readonly accessKeyId: string }): Promise<boolean>
}
