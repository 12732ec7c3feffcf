import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Bench, Row } from './bench.ts'
import { firstAnswers } from './first-answers.ts'
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

const BUILD = join(import.meta.dirname, '../build/cli.ts')
const BUILD_PROGRAM = join(import.meta.dirname, '../build/program.ts')
const PROGRAM = join(import.meta.dirname, '../bin/waybill.mjs')

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

/** So many jobs are listed. */
const LISTED = 20

/** Whole processes of the command line, as it is installed. */
export const cli: Bench = {
  measures: `The whole process, from its start to its exit code, of the one file that is installed: \`waybill validate FILE\` without any server, \`waybill list\` of ${LISTED} jobs, and \`waybill CreateJob Export FILE DIR ValidateOnly\` on the depot, beside \`aws importexport create-job --validate-only\` and \`aws importexport list-jobs\` on the same servers; the limit is \`node -e 0\`. Parts that a former run has compiled are not compiled again. Last, \`npm start\`, and what it runs by itself, until a first request is answered: with an empty data folder, and with the bundle of the program that an earlier start has made.`,
  limitedBy: 'the start of Node itself.',
  run: effort =>
    withFolder(async folder => {
      const installed = join(folder, 'waybill.mjs')
      execFileSync(process.execPath, [BUILD, '--file', installed])
      const manifest = join(folder, 'manifest.txt')
      await writeFile(manifest, exportOf(1024))
      const waybill = await startWaybill(join(folder, 'data'))
      // Where the Web Service Tool has its keys.
      const properties = `accessKeyId=${KEY.accessKeyId}\nsecretKey=${KEY.secretAccessKey}\n`
      await writeFile(join(folder, 'AwsCredentials.properties'), properties)
      for (let number = 1; number <= LISTED; number++) await submit(waybill.url, number)
      const ours = (args: readonly string[], url = waybill.url): Command => ({
        file: process.execPath,
        args: [installed, ...args],
        environment: { WAYBILL_URL: url, XDG_CACHE_HOME: folder },
        cwd: folder,
      })
      const theirs = (endpoint: string, args: readonly string[]): Command | undefined =>
        AWS === undefined
          ? undefined
          : {
              file: AWS,
              args: ['importexport', ...args, '--endpoint-url', endpoint, '--output', 'json'],
              environment: AWS_ENVIRONMENT,
            }
      const job = ['create-job', '--job-type', 'export', '--manifest', `file://${manifest}`, '--validate-only']
      const [awsJob, awsList] = [theirs(waybill.depotUrl, job), theirs(waybill.url, ['list-jobs'])]
      const commands: Record<string, Command> = {
        validate: ours(['validate', manifest]),
        list: ours(['list']),
        createJob: ours(['CreateJob', 'Export', manifest, folder, 'ValidateOnly'], waybill.depotUrl),
        ...(awsJob && { awsJob }),
        ...(awsList && { awsList }),
        node: { file: process.execPath, args: ['-e', '0'] },
      }
      try {
        const figures = await processes(commands, effort.runs)
        const { validate, list, createJob, node } = figures
        if (!validate || !list || !createJob || !node) throw new Error('Not every command was measured.')
        return [
          ...rowsOf('waybill validate', validate, figures.awsJob, node, [{ of: 'limit', most: 2 }]),
          ...rowsOf('waybill list', list, figures.awsList, node, [{ of: 'peer', most: 0.35 }]),
          ...rowsOf('waybill CreateJob … ValidateOnly', createJob, figures.awsJob, node, [{ of: 'peer', most: 0.35 }]),
          ...(await starts(effort.runs, node)),
        ]
      } finally {
        await waybill.stop()
      }
    }),
}

/** The servers of one machine, from nothing to an answer. */
const starts = async (runs: number, node: ProcessFigures): Promise<readonly Row[]> => {
  execFileSync(process.execPath, [BUILD_PROGRAM])
  const { byItself, byNpm } = await firstAnswers(
    { byItself: { file: process.execPath, args: [PROGRAM, 'start'] }, byNpm: { file: 'npm', args: ['start'] } },
    runs,
  )
  const limit = { name: 'node -e 0', value: node.wallMs }
  return [
    { name: 'waybill start, first answer', unit: 'ms', ours: byItself, limit, targets: [{ of: 'ours', most: 400 }] },
    { name: 'npm start, first answer', unit: 'ms', ours: byNpm, limit },
  ]
}

const submit = async (url: string, number: number): Promise<void> => {
  const body = exportOf(1024).replace(/^deviceId:.*$/m, `deviceId:DISK-${number}`)
  const answer = await fetch(`${url}/v1/jobs`, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body })
  if (!answer.ok) throw new Error(`POST /v1/jobs was answered ${answer.status}: ${await answer.text()}`)
}

const awsName = () => (AWS ? execFileSync(AWS, ['--version'], { encoding: 'utf8' }).split(' ')[0] : undefined) ?? 'aws'

const rowsOf = (
  name: string,
  ours: ProcessFigures,
  aws: ProcessFigures | undefined,
  node: ProcessFigures,
  targets: NonNullable<Row['targets']>,
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
        ...(figure === 'wallMs' && { targets }),
      },
    ]
  })
