import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findTool, runTool } from '../outside-tools.ts'
import { asText, type QueryClient } from './query-client.ts'

/** A Python that has a module. Debian's own may have it where another one stands before it in PATH. */
const pythonWith = (module: string): string | undefined =>
  [findTool('python3'), '/usr/bin/python3'].find(python => {
    if (python === undefined || !existsSync(python)) return false
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })

const pythonClient = (name: string, module: string, script: string, pages: boolean): QueryClient => {
  const python = pythonWith(module)
  return {
    name,
    pages,
    missing: python === undefined ? `no ${name} here. apt-get install python3-${module}` : undefined,
    ask: async (endpoint, key, calls) => {
      if (python === undefined) throw new Error(`No Python has ${module}; CI must have one`)
      const file = new URL(script, import.meta.url).pathname
      const input = JSON.stringify({ endpoint, key, calls })
      const out = await runTool(python, ['-W', 'ignore', file], { input })
      // What the script prints.
      return asText(JSON.parse(out.toString('utf8'))) as Awaited<ReturnType<QueryClient['ask']>>
    },
  }
}

/** Signature Version 4, POST, its own XML reader and a class for each fault. */
export const BOTO3 = pythonClient('boto3', 'boto3', 'boto3_calls.py', true)

/** Signature Version 2; an XML reader of Python's own. */
export const BOTO = pythonClient('boto 2', 'boto', 'boto_calls.py', false)
