import type { Timestamp } from '../system.ts'

/** The ports of jobs, besides the store (`job-store.ts`) and the service (`service.ts`). */

/** The archive of SIGNATURE files and other files of jobs. */
export interface Archive {
  /**
   * Puts an object if it does not exist. To put the same bytes again is no error.
   *
   * @throws ArchiveConflict if the archive has other bytes under this name
   */
  put(name: string, bytes: Uint8Array, contentType: string): Promise<void>
  get(name: string): Promise<Uint8Array | undefined>
}

/** Removes objects from the archive. Only the purge of old jobs may use it. */
export interface ArchiveRemoval {
  /**
   * Removes every object whose name begins with the prefix, which ends with a slash. A locked object can no longer be read by
   * its name, but it stays until its lock ends.
   *
   * @returns the objects that a lock holds; `undefined`: none
   */
  removeUnder(prefix: string): Promise<HeldObjects | undefined>
}

/** Objects of the archive that a lock holds. */
export interface HeldObjects {
  readonly count: number
  /** When the last of their locks ends. */
  readonly until: Timestamp
}

/** Buckets of teams that Waybill may add to. */
export interface TeamBuckets {
  isWritable(bucket: string): boolean
  /** Puts an object if it does not exist. An existing object stays, which is no error. */
  put(bucket: string, name: string, bytes: Uint8Array, contentType: string): Promise<void>
}

/** Downloads files from the service. */
export interface Downloads {
  /** @throws DownloadFailure if the file cannot be fetched, or its address is not allowed */
  get(url: string): Promise<Uint8Array>
}

/** Knows the owners of the buckets that manifests name. */
export interface BucketOwners {
  /** Whether a team may read and write a bucket with one of its keys. */
  mayUse(bucket: string, by: { readonly team: string; readonly accessKeyId: string }): Promise<boolean>
}
