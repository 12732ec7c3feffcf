import { readableStack } from '../lib/adapters/system/readable-stack.ts'
import { createSourcePlaces } from '../lib/adapters/system/source-places.ts'

// What Node does by `--enable-source-maps`, but at the first stack trace that is read, and not at each start: there it takes a
// sixth of the time.
Error.prepareStackTrace = readableStack(createSourcePlaces())
