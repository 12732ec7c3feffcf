import type { Metafile } from 'esbuild'

/** What a bundle's entries read before it can do anything: themselves and all that they import, but not what they may import later. */
export const readAtStart = ({ outputs }: Metafile) => {
  const entries = Object.keys(outputs).filter(file => outputs[file]?.entryPoint?.startsWith('lambdas/'))
  const files = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const { kind, external, path } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !external) visit(path)
    }
  }
  for (const entry of entries) visit(entry)
  return {
    files: [...files],
    bytes: [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0),
    /** The files that something is left of. */
    sources: [...files].flatMap(file =>
      Object.entries(outputs[file]?.inputs ?? {}).flatMap(([source, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [source] : [],
      ),
    ),
  }
}
