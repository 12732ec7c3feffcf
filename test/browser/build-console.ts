import { execFileSync } from 'node:child_process'

/** The page as it is built now, before any browser opens it. */
export default (): void => {
  execFileSync(process.execPath, ['build/console.ts'], { stdio: ['ignore', 'inherit', 'inherit'] })
}
