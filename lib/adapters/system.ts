import { randomBytes as nodeRandomBytes, randomUUID } from 'node:crypto'
import type { Clock, NewId, RandomBytes } from '../ports.ts'

/** The machine's own clock and randomness. */
export const clock: Clock = () => new Date()
export const newId: NewId = () => randomUUID()
export const randomBytes: RandomBytes = length => nodeRandomBytes(length)
