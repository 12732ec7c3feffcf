import type { Delivery } from '../../subscriptions/delivery.ts'
import type { Subscription } from '../../subscriptions/subscription.ts'
import { deliveryForm, subscriptionForm } from '../items/subscription-items.ts'
import type { Database } from './database.ts'
import { createItemTable } from './item-table.ts'

export const subscriptionTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<Subscription>(database, {
    table: 'subscriptions',
    columns: ['team', 'name'],
    keyLength: 2,
    nameOf: ([team, name]) => `subscription ${name} of team ${team}`,
    form: subscriptionForm,
    columnsOf: ({ team, name }) => ({ team, name }),
  })

export const deliveryTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<Delivery>(database, {
    table: 'deliveries',
    columns: ['subscription', 'id', 'due'],
    keyLength: 2,
    nameOf: ([subscription, id]) => `delivery ${id} of subscription ${subscription}`,
    form: deliveryForm,
    columnsOf: ({ subscriptionId, id, dueAt = '' }) => ({ subscription: subscriptionId, id, due: dueAt }),
  })
