import type { Metafile } from 'esbuild'

/** What a bundle's entry reads before it can do anything: itself and all that it imports, but not what it may import later. */
export const readAtStart = ({ outputs }: Metafile) => {
  const entry = Object.keys(outputs).find(file => outputs[file]?.entryPoint?.startsWith('lambdas/'))
  const files = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const { kind, external, path } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !external) visit(path)
    }
  }
  if (entry !== undefined) visit(entry)
  return {
    bytes: [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0),
    /** The files that something is left of. */
    sources: [...files].flatMap(file =>
      Object.entries(outputs[file]?.inputs ?? {}).flatMap(([source, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [source] : [],
      ),
    ),
  }
}
