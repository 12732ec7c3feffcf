import { readFileSync } from 'node:fs'

/** The import manifest that README and docs use. */
export const IMPORT = readFileSync('examples/manifests/s3-import.txt', 'utf8')

/** The same for another device. */
export const importOf = (deviceId: string) => IMPORT.replace(/^deviceId:.*$/m, `deviceId: ${deviceId}`)
