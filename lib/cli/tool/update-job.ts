import { asJson as json } from '../output/rows.ts'
import type { ToolOptions } from './options.ts'
import { isValidateOnly, jobTypeOf, toolCommand } from './tool-command.ts'
import { readManifestFile } from './tool-files.ts'

/** Gives a job another manifest; the SIGNATURE stays good. */
export const updateJob = toolCommand<ToolOptions>({
  changes: true,
  run: async ({ io, args, asJson, ask }) => {
    const [jobId = '', word, file = '', last] = args
    const jobType = jobTypeOf(word)
    const validateOnly = isValidateOnly(last)
    const manifest = await readManifestFile(io, file)

    const { warnings } = await ask((service, call) =>
      service.updateJob({ jobId, jobType, manifest, validateOnly }, call),
    )
    for (const warning of warnings) io.stderr.write(`Warning: ${warning}\n`)
    if (asJson) io.stdout.write(json({ jobId, jobType, updated: !validateOnly, warnings }))
    else if (validateOnly) io.stdout.write('MANIFEST VALID\nThe job was not changed.\n')
    else io.stdout.write(`JOB UPDATED\n\tJobId: ${jobId}\n\tJobType: ${jobType}\n`)
    return 0
  },
})
