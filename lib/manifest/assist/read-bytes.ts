import { type Reading, type ReadOptions, readManifest } from '../read.ts'
import { decodeManifest } from '../text/decode.ts'

/** A manifest file that was read. */
export interface FileReading extends Reading {
  readonly text: string
  /** Whether the text was decoded without loss, so that it can be written back in the same encoding. */
  readonly isText: boolean
}

/** A diagnostic that also explains the invalid bytes, so that only this one is reported. */
const EXPLAINS_ALL: ReadonlySet<string> = new Set(['OTHER_FORMAT', 'MANIFEST_IS_PATH'])

/** Reads and checks a file: its bytes as text, then the manifest. Never throws. */
export const readManifestBytes = (bytes: Uint8Array, options: ReadOptions = {}): FileReading => {
  const { text, diagnostics: ofBytes } = decodeManifest(bytes)
  const isText = ofBytes.every(({ severity }) => severity !== 'error')
  if (ofBytes.some(({ code }) => code === 'OTHER_FORMAT')) return { text, isText, valid: false, diagnostics: ofBytes }

  const { manifest, ...reading } = readManifest(text, options)
  if (reading.diagnostics.some(({ code }) => EXPLAINS_ALL.has(code))) return { ...reading, text, isText }
  const diagnostics = [...ofBytes, ...reading.diagnostics].toSorted((a, b) => a.start - b.start)
  if (!isText || !manifest) return { ...reading, text, isText, valid: false, diagnostics }
  return { ...reading, manifest, text, isText, diagnostics }
}
