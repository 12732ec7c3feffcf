import type { components } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { answered, waybillClient } from '../api/ask.ts'
import { teamOf } from '../api/connection.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import { type Column, printOne, printRows } from '../output/rows.ts'
import type { ListSubscriptionsOptions, PutSubscriptionOptions, ShowSubscriptionOptions } from './options.ts'

type Subscription = components['schemas']['Subscription']
type Target = NonNullable<components['schemas']['PutSubscriptionBody']['to']>

export const listSubscriptions: Command<ListSubscriptionsOptions> = {
  run: async ({ options, io, target }) => {
    const { format } = options
    const team = await teamOf(options.team, target, io)
    const client = await waybillClient(target, io)
    const all = await allPages(
      query => answered(client.GET('/v1/subscriptions', { params: { query: { ...query, ...(team && { team }) } } })),
      ({ subscriptions }) => subscriptions,
    )
    io.stdout.write(await printRows(all, { format, columns: COLUMNS, none: 'No subscriptions.' }))
    return EXIT_CODES.done
  },
}

export const showSubscription: Command<ShowSubscriptionOptions> = {
  run: async ({ args: [name = ''], options, io, target }) => {
    const { format } = options
    const team = await teamOf(options.team, target, io)
    const client = await waybillClient(target, io)
    const params = { path: { name }, query: { ...(team && { team }) } }
    io.stdout.write(print(await answered(client.GET('/v1/subscriptions/{name}', { params })), format))
    return EXIT_CODES.done
  },
}

/** Makes or changes a subscription. What the command line leaves out stays as it is. */
export const putSubscription: Command<PutSubscriptionOptions> = {
  run: async ({ args: [name = ''], options, io, target }) => {
    const to = await targetOf(options, io)
    const client = await waybillClient(target, io)
    const params = { path: { name } }
    const events =
      options.event.length > 0
        ? [...options.event]
        : [...(await answered(client.GET('/v1/subscriptions/{name}', { params }))).events]
    const body = { events, ...(to && { to }) }
    io.stdout.write(print(await answered(client.PUT('/v1/subscriptions/{name}', { params, body })), options.format))
    return EXIT_CODES.done
  },
}

export const deleteSubscription: Command = {
  run: async ({ args: [name = ''], io, target }) => {
    const client = await waybillClient(target, io)
    await answered(client.DELETE('/v1/subscriptions/{name}', { params: { path: { name } } }))
    return EXIT_CODES.done
  },
}

/** The secret comes from a file: a command line is seen by others. */
const targetOf = async (options: PutSubscriptionOptions, io: Io): Promise<Target | undefined> => {
  const { webhook, secret, email, eventbridge } = options
  if ((webhook === undefined) !== (secret === undefined)) {
    throw new UsageError('--webhook and --secret need each other: what is sent there is signed.')
  }
  if (email) return { type: 'email' }
  if (eventbridge) return { type: 'eventbridge' }
  if (webhook === undefined || secret === undefined) return undefined
  return { type: 'webhook', url: webhook, secret: (await readInput(secret, io)).toString('utf8').trim() }
}

const whereTo = ({ to }: Subscription) => ('host' in to ? `webhook ${to.host}` : to.type)

const COLUMNS: readonly Column<Subscription>[] = [
  { title: 'name', of: ({ name }) => name },
  { title: 'to', of: whereTo },
  { title: 'events', of: ({ events }) => events.join(' ') },
  { title: 'changed', of: ({ updatedAt }) => updatedAt },
  { title: 'by', of: ({ updatedBy }) => updatedBy },
]

const print = (subscription: Subscription, format: 'table' | 'json') =>
  printOne(subscription, {
    format,
    fields: [
      ['Name', subscription.name],
      ['Team', subscription.team],
      ['To', whereTo(subscription)],
      ['Events', subscription.events.join('\n')],
      ['Created', subscription.createdAt],
      ['Changed', `${subscription.updatedAt} by ${subscription.updatedBy}`],
    ],
  })
