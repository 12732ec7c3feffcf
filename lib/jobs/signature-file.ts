/** The name that the file must have in the device's root directory, in capitals (guide: "Sending a CreateJob Request"). */
export const SIGNATURE_FILE_NAME = 'SIGNATURE'

/** Where a job's SIGNATURE lies in the archive. */
export const signatureArchiveName = (team: string, jobId: string) =>
  `signatures/${encodeURIComponent(team)}/${jobId}/${SIGNATURE_FILE_NAME}`
