import type { components } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { answered, waybillClient } from '../api/ask.ts'
import { teamOf } from '../api/connection.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { type Column, printOne, printRows } from '../output/rows.ts'
import type { DeliveriesOptions, DeliveryOptions } from './options.ts'

type Delivery = components['schemas']['Delivery']

export const listDeliveries: Command<DeliveriesOptions> = {
  run: async ({ args: [name = ''], options, io, target }) => {
    const { state, format } = options
    const team = await teamOf(options.team, target, io)
    const client = await waybillClient(target, io)
    const path = { name }
    const filter = { ...(team && { team }), ...(state && { state }) }
    const all = await allPages(
      query =>
        answered(
          client.GET('/v1/subscriptions/{name}/deliveries', { params: { path, query: { ...filter, ...query } } }),
        ),
      ({ deliveries }) => deliveries,
    )
    io.stdout.write(await printRows(all, { format, columns: COLUMNS, none: 'No deliveries.' }))
    return EXIT_CODES.done
  },
}

export const testSubscription: Command<DeliveryOptions> = {
  run: async ({ args: [name = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const sent = await answered(client.POST('/v1/subscriptions/{name}/test', { params: { path: { name } } }))
    io.stdout.write(print(sent, format))
    return EXIT_CODES.done
  },
}

export const retryDelivery: Command<DeliveryOptions> = {
  run: async ({ args: [name = '', deliveryId = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const params = { path: { name, deliveryId } }
    const again = await answered(client.POST('/v1/subscriptions/{name}/deliveries/{deliveryId}/retry', { params }))
    io.stdout.write(print(again, format))
    return EXIT_CODES.done
  },
}

const COLUMNS: readonly Column<Delivery>[] = [
  { title: 'id', of: ({ id }) => id },
  { title: 'state', of: ({ state }) => state },
  { title: 'event', of: ({ event }) => event.type },
  { title: 'subject', of: ({ event }) => event.subject },
  { title: 'attempts', of: ({ attempts }) => attempts },
  { title: 'last', of: ({ lastAttemptAt }) => lastAttemptAt },
  { title: 'next', of: ({ state, dueAt }) => (state === 'waiting' ? dueAt : undefined) },
  { title: 'error', of: ({ error }) => error },
]

const print = (delivery: Delivery, format: 'table' | 'json') =>
  printOne(delivery, {
    format,
    fields: COLUMNS.map(
      ({ title, of }) => [`${title.charAt(0).toUpperCase()}${title.slice(1)}`, of(delivery)] as const,
    ),
  })
