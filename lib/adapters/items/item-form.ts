import * as z from 'zod/mini'
import { once } from '../../manifest/once.ts'
import { DamagedStore } from '../../system.ts'

type Item = Readonly<Record<string, unknown>>

/** The stored form of items of one kind, for every store. */
export interface ItemForm<T> {
  /**
   * Reads an item of any form that it ever had.
   *
   * @param name what an error calls it, such as `job AB123`
   * @throws DamagedStore unless it is of this kind, and of a form that this Waybill knows
   */
  read(item: unknown, name: string): T
  /**
   * The same for the JSON of an item that a checksum proves to be what `write` made of a `T`: in its present form it cannot
   * be anything else, and is not looked through again, which takes five times as long as the checksum. An older form is.
   *
   * @throws DamagedStore
   */
  readProved(json: string, name: string): T
  /** An item, or a part of one, as it is stored, with its form's version. */
  write<I extends Partial<T>>(item: I): I & { readonly v: number }
}

/**
 * @param schema made when an item is first read
 * @param upgrades what makes each form of the one before, oldest first. An upgrade that was released never changes; a new
 *   form is another one at the end. Items without `v` are of form 1.
 */
export const itemForm = <T extends object>(
  schema: () => z.ZodMiniType<T>,
  upgrades: readonly ((item: Item) => Item)[] = [],
): ItemForm<T> => {
  const current = upgrades.length + 1
  const made = once(schema)
  // What the JSON of an item of the present form begins with, as `write` puts its version first.
  const written = `{"v":${current},`
  const parse = (item: unknown): T => {
    const { v, ...stored } = versioned().parse(item)
    if (v > current) throw new Error(`it has form ${v}; this Waybill knows forms up to ${current}`)
    return made().parse(upgrades.slice(v - 1).reduce<Item>((before, upgrade) => upgrade(before), stored))
  }
  const read = (item: unknown, name: string): T => {
    try {
      return parse(item)
    } catch (cause) {
      throw new DamagedStore(name, { cause })
    }
  }
  return {
    read,
    readProved: (json, name) => {
      if (!json.startsWith(written)) return read(JSON.parse(json), name)
      // `write` takes nothing but a `T`, and every form that differs has another number.
      return JSON.parse(`{${json.slice(written.length)}`) as T
    },
    write: item => ({ v: current, ...item }),
  }
}

const versioned = once(() => z.looseObject({ v: z._default(z.int().check(z.minimum(1)), 1) }))
