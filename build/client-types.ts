import { writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import { openApi } from '../lib/http/openapi/openapi.ts'

/*
 * Writes the types of the HTTP API, as its OpenAPI document has them, for the typed client (`lib/client/client.ts`). Git
 * does not hold the result, so that it cannot be older than the document: `npm run types` writes it before it compiles.
 */

// The document is JSON by its making; the package wants its own type of it.
const document = JSON.stringify(openApi(''))
// Not `immutable`: openapi-fetch reads a readonly array as an object and loses its methods.
const types = astToString(await openapiTS(document, { alphabetize: true }))
writeFileSync(
  new URL('../lib/client/api.generated.d.ts', import.meta.url),
  `// Made from the OpenAPI document by build/client-types.ts; changes here are lost.\n\n${types}`,
)
