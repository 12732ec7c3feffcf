#!/usr/bin/env node
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import './require-node-24.mjs'

// What Node makes of the TypeScript is kept, so that only the first start pays for it. In the project's own folder: code
// that others may write to must not be run. Where it cannot be written, nothing is kept.
nodeModule.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/waybill', import.meta.url)))
await import('./waybill.ts')
