import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Credentials } from '../../teams/keys.ts'
import { isErrno } from '../folder/errno.ts'

/** The names of the file in the Web Service Tool's own archive and in its guide. */
const FILE_NAMES = ['AwsCredentials.properties', 'AWSCredentials.properties']

export interface CredentialsFile {
  /** Where it is. */
  readonly path: string
  readonly credentials: Credentials
}

/**
 * The tool's credentials file in a folder: Java properties `accessKeyId` and `secretKey`. `undefined`: the file does not exist.
 *
 * @throws Error that names the file and what it lacks, never its contents
 */
export const readPropertiesCredentials = async (folder: string): Promise<CredentialsFile | undefined> => {
  for (const name of FILE_NAMES) {
    const path = join(folder, name)
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isErrno(error, 'ENOENT')) return undefined
      throw new Error(`${path} cannot be read`, { cause: error })
    })
    if (text === undefined) continue
    const properties = readProperties(text)
    const accessKeyId = properties.get('accessKeyId')
    const secretAccessKey = properties.get('secretKey')
    if (accessKeyId && secretAccessKey) return { path, credentials: { accessKeyId, secretAccessKey } }
    throw new Error(`${path} must have a line accessKeyId=… and a line secretKey=…`)
  }
  return undefined
}

/** Reads like Java's `Properties.load`, without values of several lines, which keys do not have. */
const readProperties = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(/\r\n|[\r\n]/).flatMap(line => {
      const [, name, value = ''] = /^[ \t\f]*([^#!\s=:][^\s=:]*)[ \t\f]*[=:]?[ \t\f]*(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, value.replace(/\\(.)/g, '$1').trimEnd()] as const]
    }),
  )
