import { redact } from '../../manifest/redact/redact.ts'
import { asJson as json } from '../output/rows.ts'
import type { ToolOptions } from './options.ts'
import { toolCommand } from './tool-command.ts'

/** Where a job and its device are. On a terminal the manifest's secrets are not shown. */
export const getStatus = toolCommand<ToolOptions>({
  changes: false,
  run: async ({ io, args: [jobId = ''], asJson, ask }) => {
    const status = await ask((service, call) => service.getStatus(jobId, call))
    if (asJson) {
      io.stdout.write(json(status))
      return 0
    }
    const rows = [
      ['JobId', status.jobId],
      ['JobType', status.jobType],
      ['CreationDate', status.createdAt],
      ['LocationCode', status.locationCode],
      ['LocationMessage', status.locationMessage],
      ['ProgressCode', status.progressCode],
      ['ProgressMessage', status.progressMessage],
      ['Carrier', status.carrier],
      ['TrackingNumber', status.trackingNumber],
      ['LogBucket', status.logBucket],
      ['LogKey', status.logKey],
      ['ErrorCount', status.errorCount],
      ['Signature', status.signature],
    ] as const
    const texts = [
      ['AwsShippingAddress', status.shippingAddress],
      ['SignatureFileContents', status.signatureFileContents],
      ['CurrentManifest', status.currentManifest && redact(status.currentManifest)],
      ...status.artifacts.map(({ description, url }) => [description, url] as const),
    ] as const
    for (const [name, value] of rows) if (value !== undefined) io.stdout.write(`${name}: ${value}\n`)
    for (const [name, text] of texts) if (text) io.stdout.write(`${name}:\n${indented(text)}`)
    return 0
  },
})

const indented = (text: string) =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => `\t${line.replace(/\r$/, '')}\n`)
    .join('')
