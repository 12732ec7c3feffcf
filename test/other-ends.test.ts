import { globSync, readFileSync } from 'node:fs'
import { normalize } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/*
 * The other end of a connection or a pipe may be closed before a test has written all: a server has answered already, a command
 * needed no input. Without a listener for that error, it ends a whole suite on a busy machine.
 */

const WAYS: readonly (readonly [way: string, pattern: RegExp, where: readonly string[]])[] = [
  [
    'a connection',
    /\bimport \{[^}]*\b(?:connect|createConnection)\b[^}]*\} from 'node:(?:net|tls)'/,
    ['support/raw-socket.ts'],
  ],
  ['a pipe', /\bstdin\??\.(?:end|write)\([^)]/, ['support/feed.ts', 'support/query-clients.ts']],
]

const SOURCES = globSync('test/**/*.{ts,mjs}')
  .map(normalize)
  .filter(file => file !== 'test/other-ends.test.ts')
  .map(file => [file.replace('test/', ''), readFileSync(file, 'utf8')] as const)

describe.each(WAYS)('a test that writes to %s', (_, pattern, where) => {
  it('has the one way that takes a closed end', () => {
    const found = SOURCES.filter(([, text]) => pattern.test(text)).map(([file]) => file)

    expect(found.toSorted()).toEqual(where)
  })
})
