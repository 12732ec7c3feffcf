/**
 * How a spreadsheet recognises a formula (OWASP, "CSV injection"; csv-stringify has found the wide forms); and the apostrophe
 * itself, so that who takes one away from the front of each guarded cell gets exactly what was written.
 */
const COMPUTED = /^[=+\-@\t\r\n＝＋－＠']/

/** What stands in an empty place. */
const DASH = '-'

/** A cell that no spreadsheet computes, whatever people wrote there. */
export const guardedCell = (text: string): string => (COMPUTED.test(text) && text !== DASH ? `'${text}` : text)
