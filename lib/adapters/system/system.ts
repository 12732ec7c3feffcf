import { randomBytes as nodeRandomBytes, randomUUID } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import type { Clock, NewId, Random, RandomBytes, Wait } from '../../system.ts'

/** The machine's own clock and randomness. */
export const clock: Clock = () => new Date()
export const newId: NewId = () => randomUUID()
export const randomBytes: RandomBytes = length => nodeRandomBytes(length)
export const random: Random = () => Math.random()
export const wait: Wait = milliseconds => after(milliseconds)
