#!/usr/bin/env node
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import './require-node-24.mjs'
import { buildProgramSoon, builtProgram } from './built-program.mjs'

// What Node makes of the code is kept, so that only the first start pays for it. In the project's own folder: code
// that others may write to must not be run. Where it cannot be written, nothing is kept.
nodeModule.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/waybill', import.meta.url)))
// The servers are seven hundred modules: as one bundle they start in half the time.
const built = process.argv[2] === 'start' ? builtProgram() : undefined
if (process.argv[2] === 'start' && built === undefined) buildProgramSoon()
await import(built ?? './waybill.ts')
