#!/usr/bin/env node
import { runProcess } from './process.ts'

/** Of the package that this is bundled into. */
declare const WAYBILL_VERSION: string

await runProcess({ version: WAYBILL_VERSION, checkout: {} })
