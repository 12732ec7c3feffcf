import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { onceARun } from './run/once-a-run.ts'

/** The package of the command line, built and installed from its tarball into an empty folder, once in a run of the tests. */
export const installedPackage = () => {
  const { folder, made } = onceARun(['package'], target => {
    const printed = execFileSync(process.execPath, ['build/cli.ts', '--out', join(target, 'dist')], {
      encoding: 'utf8',
    })
    const tarball = printed.split('\n')[0]?.split('/').at(-1) ?? ''
    // Nothing of this machine's npm settings, and nothing of the network: the package depends on nothing.
    const npm = [
      'install',
      '--global',
      '--offline',
      '--prefix',
      join(target, 'installed'),
      join(target, 'dist', tarball),
    ]
    execFileSync('npm', npm, { env: { PATH: process.env.PATH, HOME: target }, stdio: 'pipe' })
    return { tarball }
  })
  return {
    tarball: join(folder, 'dist', made.tarball),
    /** What npm puts on the path. */
    bin: join(folder, 'installed/bin/waybill'),
    modules: join(folder, 'installed/lib/node_modules'),
    file: join(folder, 'dist/cli/waybill.mjs'),
  }
}

const versionOf = (node: string): string => execFileSync(node, ['--version'], { encoding: 'utf8' })

/** The Nodes that the package is tried on: the project's own, and that of the machine where it is another. */
export const NODES: readonly string[] = [
  process.execPath,
  ...['/usr/bin/node'].filter(node => existsSync(node) && versionOf(node) !== versionOf(process.execPath)),
]
