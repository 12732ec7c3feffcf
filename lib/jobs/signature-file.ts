/** The name that the file must have in the device's root directory, in capitals (guide: "Sending a CreateJob Request"). */
export const SIGNATURE_FILE_NAME = 'SIGNATURE'

/** Where a job's SIGNATURE lies in the archive. */
export const signatureArchiveName = (team: string, jobId: string) =>
  `signatures/${encodeURIComponent(team)}/${jobId}/${SIGNATURE_FILE_NAME}`

/** What a SIGNATURE file says. */
export interface SignatureFile {
  readonly jobId: string
  readonly signature: string
}

/** Four lines, in this order, whatever ends them; blanks around a value do not matter here. */
const FORM =
  /^\uFEFF?version:[ \t]*2\.0[ \t]*\r?\nsigningMethod:[ \t]*HmacSHA1[ \t]*\r?\njobId:[ \t]*([A-Za-z0-9-]{1,64})[ \t]*\r?\nsignature:[ \t]*([A-Za-z0-9+/]{27}=)\s*$/

/** Reads a SIGNATURE file's text. `undefined`: it is none. */
export const readSignatureFile = (text: string): SignatureFile | undefined => {
  const [, jobId, signature] = FORM.exec(text) ?? []
  return jobId === undefined || signature === undefined ? undefined : { jobId, signature }
}
