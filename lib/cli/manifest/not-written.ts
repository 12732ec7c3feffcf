/** A file that could not be written; the text is for the user. */
export class NotWritten extends Error {}
