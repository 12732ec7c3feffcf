/** A file of the page as it was built. */
export interface ConsoleFile {
  readonly bytes: Uint8Array
  /** The same, compressed. Absent for files that are compressed by their nature, such as fonts. */
  readonly gzipped?: Uint8Array
}

/** The page as it was built: one folder of files, of which all but the page itself have a hash of their content in their names. */
export interface ConsoleFiles {
  /** `undefined`: there is no file of that name. */
  read(name: string): Promise<ConsoleFile | undefined>
  /** Whether the page was built at all. */
  isBuilt(): Promise<boolean>
}
