/** Code of the page is not there any longer, or cannot be reached: Waybill was updated since the page was opened, or is down. */
export class CodeGone extends Error {
  override readonly name = 'CodeGone'
}
