import type { Entry, Item, ListNode, MapNode, Scalar } from './tree.ts'

/** A map or list that lines are being added to, and the column at which they start. */
export interface Frame {
  readonly node: MapNode | ListNode
  indent: number
  /** Every column at which its lines start, also incorrect ones: each is reported once. */
  readonly columns: number[]
  readonly pointer: string
  /** The last entry or item, as long as it has no value: deeper lines are its value. */
  hole: { owner: Entry | Item; pointer: string } | undefined
  /** The last entry's `|` or `>`, which is a value unless deeper lines follow. */
  blockSign: { key: string; sign: Scalar } | undefined
  /** Its lines are not options. */
  readonly isSkipped: boolean
}

/** Every frame has all its members from the start: one that got them later took twice as long to read a manifest. */
export const frameOf = (node: Frame['node'], indent: number, columns: number[], pointer: string): Frame => ({
  node,
  indent,
  columns,
  pointer,
  hole: undefined,
  blockSign: undefined,
  isSkipped: false,
})
