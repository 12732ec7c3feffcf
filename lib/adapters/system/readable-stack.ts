import type { FindSource } from './source-places.ts'

/** A stack trace as V8 writes it, with the lines and names of the source in the place of those of the bundle. */
export const readableStack =
  (sourceOf: FindSource) =>
  (error: Error, frames: readonly NodeJS.CallSite[]): string =>
    [headOf(error), ...frames.map(frame => `    at ${readableFrame(frame, sourceOf)}`)].join('\n')

const headOf = (error: Error): string => {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error' // its name or message cannot be read
  }
}

const readableFrame = (frame: NodeJS.CallSite, sourceOf: FindSource): string => {
  const text = String(frame)
  const [file, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()]
  if (!file?.startsWith('file:') || line === null || column === null) return text
  const source = sourceOf({ file, line, column })
  if (!source) return text
  const there = text.replace(`${file}:${line}:${column}`, `${source.file}:${source.line}:${source.column}`)
  const [short, long] = [frame.getFunctionName(), nameOf(frame, file, sourceOf)]
  return short !== null && long !== undefined ? there.replace(`${short} (`, `${long} (`) : there
}

/** The name that its function had before the code was minified. */
const nameOf = (frame: NodeJS.CallSite, file: string, sourceOf: FindSource): string | undefined => {
  const [line, column] = [frame.getEnclosingLineNumber(), frame.getEnclosingColumnNumber()]
  return line === null || column === null ? undefined : sourceOf({ file, line, column })?.name
}
