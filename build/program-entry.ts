import { readableStack } from '../lib/adapters/system/readable-stack.ts'
import { createSourcePlaces } from '../lib/adapters/system/source-places.ts'

// What the bundled program runs first (program.ts): its stack traces name the lines of the source.
Error.prepareStackTrace = readableStack(createSourcePlaces())
await import('../bin/waybill.ts')
