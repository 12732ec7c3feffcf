/** Something on this machine keeps Waybill from starting. The message says what, and what to do about it. */
export class CannotStart extends Error {
  override readonly name: string = 'CannotStart'
}
