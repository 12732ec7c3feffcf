import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Bench, Row } from './bench.ts'
import { exportOf } from './manifest.ts'
import { startWaybill, withFolder } from './servers.ts'
import { KEY } from './sign.ts'
import { type Command, type ProcessFigures, processes } from './time-processes.ts'

/** The program itself: a version manager's shim would add a shell's start to it. */
const AWS = (process.env.PATH ?? '')
  .split(delimiter)
  .filter(folder => !folder.endsWith('shims'))
  .map(folder => join(folder, 'aws'))
  .find(file => existsSync(file))

const WAYBILL = join(import.meta.dirname, '../bin/waybill.mjs')

const AWS_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: KEY.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
}

const FIGURES = [
  ['wall', 'wallMs', 'ms'],
  ['CPU', 'cpuMs', 'ms'],
  ['peak memory', 'peakMb', 'MB'],
] as const satisfies readonly (readonly [string, keyof ProcessFigures, Row['unit']])[]

/** Whole processes of the command line. */
export const cli: Bench = {
  measures:
    'The whole process, from its start to its exit code: `waybill CreateJob Export FILE DIR ValidateOnly` on the depot, and `waybill validate FILE` without any server, beside `aws importexport create-job --validate-only` on the same depot; the limit is `node -e 0`.',
  limitedBy: 'the start of Node itself.',
  run: effort =>
    withFolder(async folder => {
      const manifest = join(folder, 'manifest.txt')
      await writeFile(manifest, exportOf(1024))
      const waybill = await startWaybill(join(folder, 'data'))
      // Where the Web Service Tool has its keys.
      const properties = `accessKeyId=${KEY.accessKeyId}\nsecretKey=${KEY.secretAccessKey}\n`
      await writeFile(join(folder, 'AwsCredentials.properties'), properties)
      const commands: Record<string, Command> = {
        validate: { file: process.execPath, args: [WAYBILL, 'validate', manifest] },
        createJob: {
          file: process.execPath,
          args: [WAYBILL, 'CreateJob', 'Export', manifest, folder, 'ValidateOnly'],
          environment: { WAYBILL_URL: waybill.depotUrl },
          cwd: folder,
        },
        ...(AWS && {
          aws: {
            file: AWS,
            args: [
              ...['importexport', 'create-job', '--job-type', 'export', '--manifest', `file://${manifest}`],
              ...['--validate-only', '--endpoint-url', waybill.depotUrl, '--output', 'json'],
            ],
            environment: AWS_ENVIRONMENT,
          },
        }),
        node: { file: process.execPath, args: ['-e', '0'] },
      }
      try {
        const { validate, createJob, aws, node } = await processes(commands, effort.runs)
        if (!validate || !createJob || !node) throw new Error('Not every command was measured.')
        return [
          ...rowsOf('waybill CreateJob … ValidateOnly', createJob, aws, node),
          ...rowsOf('waybill validate', validate, aws, node),
        ]
      } finally {
        await waybill.stop()
      }
    }),
}

const awsName = () => (AWS ? execFileSync(AWS, ['--version'], { encoding: 'utf8' }).split(' ')[0] : undefined) ?? 'aws'

const rowsOf = (
  name: string,
  ours: ProcessFigures,
  aws: ProcessFigures | undefined,
  node: ProcessFigures,
): readonly Row[] =>
  FIGURES.flatMap(([what, figure, unit]): readonly Row[] => {
    const [value, beside, limit] = [ours[figure], aws?.[figure], node[figure]]
    if (value === undefined || limit === undefined) return []
    return [
      {
        name: `${name}, ${what}`,
        unit,
        ours: value,
        ...(beside !== undefined && { peer: { name: awsName(), value: beside } }),
        limit: { name: 'node -e 0', value: limit },
        ...(figure === 'wallMs' && { targets: [{ of: 'peer', most: 0.35 }] }),
      },
    ]
  })
