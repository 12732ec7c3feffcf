#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { CHECKOUT_COMMANDS } from '../lib/cli/checkout.ts'
import { runProcess } from './process.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
await runProcess({ version, checkout: CHECKOUT_COMMANDS })
