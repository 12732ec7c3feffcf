import type { components } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { isObject, jsonOf, memberTwice } from '../../json.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import type { OneOptions } from '../jobs/options.ts'
import { namedValues } from '../named-values.ts'
import { type Column, printOne, printRows } from '../output/rows.ts'
import { etagOf } from './etag.ts'
import type { ListBelongingsOptions, PutAddressOptions, ShowBelongingOptions } from './options.ts'

type Address = components['schemas']['Address']

export const listAddresses: Command<ListBelongingsOptions> = {
  run: async ({ options: { team, format }, io, target }) => {
    const client = await waybillClient(target, io)
    const all = await allPages(
      page => answered(client.GET('/v1/addresses', { params: { query: { ...page, ...(team && { team }) } } })),
      ({ addresses }) => addresses,
    )
    io.stdout.write(await printRows(all, { format, columns: COLUMNS, none: 'No addresses.' }))
    return EXIT_CODES.done
  },
}

export const showAddress: Command<ShowBelongingOptions> = {
  run: async ({ args: [name = ''], options: { team, format }, io, target }) => {
    const client = await waybillClient(target, io)
    const params = { path: { name }, ...(team && { query: { team } }) }
    io.stdout.write(printAddress(await answered(client.GET('/v1/addresses/{name}', { params })), format))
    return EXIT_CODES.done
  },
}

/** Stores an address, in the place of the one that was there when the command began. */
export const putAddress: Command<PutAddressOptions> = {
  run: async ({ args: [name = ''], options, io, target }) => {
    const address = await addressOf(options, io)
    const client = await waybillClient(target, io)
    const etag = await etagOf(client.GET('/v1/addresses/{name}', { params: { path: { name } } }))
    const params = { path: { name }, ...(etag !== undefined && { header: { 'If-Match': etag } }) }
    const put = await answered(client.PUT('/v1/addresses/{name}', { params, body: { address } }))
    io.stdout.write(printAddress(put, options.format))
    return EXIT_CODES.done
  },
}

export const deleteAddress: Command<OneOptions> = {
  run: async ({ args: [name = ''], io, target }) => {
    const client = await waybillClient(target, io)
    await answered(client.DELETE('/v1/addresses/{name}', { params: { path: { name } } }))
    return EXIT_CODES.done
  },
}

const addressOf = async ({ value, file }: PutAddressOptions, io: Io): Promise<Record<string, string>> => {
  if (file === undefined) return namedValues('value', value)
  if (value.length > 0) throw new UsageError('Name the lines with --value, or a file with --file, not both.')
  const text = (await readInput(file, io)).toString('utf8')
  const json = jsonOf(text)
  const twice = json === undefined ? undefined : memberTwice(text)
  if (twice !== undefined) throw new UsageError(`${file} has ${twice} twice.`)
  // As it is shown, or the lines alone.
  const lines = isObject(json) && isObject(json.address) ? json.address : json
  if (!isObject(lines)) throw new UsageError(`${file} must hold an address as a JSON object.`)
  return Object.fromEntries(
    Object.entries(lines).map(([line, value]) => {
      // A postal code or a number without quotes is meant as its digits.
      if (typeof value === 'string' || typeof value === 'number') return [line, String(value)]
      throw new UsageError(`${file}: "${line}" must be a text.`)
    }),
  )
}

const COLUMNS: readonly Column<Address>[] = [
  { title: 'address', of: ({ name }) => name },
  { title: 'name', of: ({ address }) => address.name },
  { title: 'street', of: ({ address }) => address.street1 },
  { title: 'city', of: ({ address }) => address.city },
  { title: 'country', of: ({ address }) => address.country },
  { title: 'changed', of: ({ updatedAt }) => updatedAt },
]

const printAddress = ({ name, address, updatedAt, updatedBy, ...others }: Address, format: 'table' | 'json') =>
  printOne(
    { name, address, updatedAt, updatedBy, ...others },
    { format, fields: [['address', name], ...Object.entries(address), ['changed', `${updatedAt} by ${updatedBy}`]] },
  )
