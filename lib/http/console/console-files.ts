/** A file of the built page. */
export interface ConsoleFile {
  readonly bytes: Uint8Array
  /** The same, compressed. Absent for formats that are compressed already, such as fonts. */
  readonly gzipped?: Uint8Array
}

/** The built page: a folder of files. All names but that of the page itself contain a hash of the content. */
export interface ConsoleFiles {
  /** `undefined`: no file has this name. */
  read(name: string): Promise<ConsoleFile | undefined>
  /** Whether the page has been built. */
  isBuilt(): Promise<boolean>
}
