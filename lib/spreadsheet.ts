/**
 * The characters with which a formula can begin (OWASP, "CSV injection"; the wide forms are from csv-stringify). The apostrophe
 * is among them, so that a reader who removes the first one of each guarded cell gets the original text.
 */
const COMPUTED = /^[=+\-@\t\r\n＝＋－＠']/

/** The text of an empty cell. */
const DASH = '-'

/** The text of a cell that no spreadsheet computes: a leading apostrophe guards what could be a formula. */
export const guardedCell = (text: string): string => (COMPUTED.test(text) && text !== DASH ? `'${text}` : text)
