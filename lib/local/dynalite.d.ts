/** dynalite ships no types; this is the part of its documented options that we use. */
declare module 'dynalite' {
  import type { Server } from 'node:http'

  interface Options {
    /** Folder of its files; in memory without it. */
    path?: string
    createTableMs?: number
    deleteTableMs?: number
    updateTableMs?: number
  }
  export default function dynalite(options?: Options): Server
}
