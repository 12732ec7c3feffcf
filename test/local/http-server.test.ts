import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import { MAX_WAITING } from '../../lib/local/connection-turns.ts'
import { type IncomingRequest, type RunningServer, serve } from '../../lib/local/http-server.ts'
import type { RawAnswer } from '../../lib/local/raw-answer.ts'
import { openSocket } from '../support/raw-socket.ts'

const HELLO: RawAnswer = { status: 200, headers: {}, body: 'hello' }

let stopAll: (() => void)[] = []
afterEach(() => {
  for (const stop of stopAll) stop()
  stopAll = []
})

const connectTo = async ({ url }: RunningServer, options: { readonly allowHalfOpen?: boolean } = {}) => {
  const socket = await openSocket(url, options)
  stopAll.push(() => socket.destroy())
  return socket
}

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
const CHUNKED = 'HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'

/** A server whose answers wait until they are let go. */
const serveHeld = async (graceMs = 20) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
  const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
  let answered = 0
  const server = await serve(
    async () => {
      answered += 1
      isAsked()
      await letGo
      return HELLO
    },
    { port: 0, maxBodyBytes: 100, graceMs },
  )
  return { server, asked, release, answered: () => answered }
}

describe('a server that stops', () => {
  it('answers the request under way, and reports its client that the connection ends', async () => {
    const { server, asked, release } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET)
    await asked

    const stopped = server.stop()
    release()
    await Promise.all([stopped, socket.ended])

    expect(socket.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(socket.received()).toMatch(/\r\nConnection: close\r\n/)
    expect(socket.received()).toMatch(/hello$/)
  })

  it('keeps no client that would send a next request', async () => {
    const { server, release, answered } = await serveHeld()
    release()
    const agent = new Agent({ keepAlive: true })
    const { port } = new URL(server.url)
    const ask = request({ port, host: '127.0.0.1', agent }).end()
    const [response] = await once(ask, 'response')
    response.resume()
    await once(response, 'end')

    await server.stop()

    const again = request({ port, host: '127.0.0.1', agent }).end()
    const [error] = await once(again, 'error')
    expect(error.code).toMatch(/ECONNREFUSED|ECONNRESET/)
    expect(answered()).toBe(1)
    agent.destroy()
  })

  it('does nothing for a request that is sent behind one under way', async () => {
    const { server, asked, release, answered } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET)
    await asked
    const stopped = server.stop()
    socket.write(GET)
    await new Promise(resolve => setImmediate(resolve))
    release()
    await Promise.all([stopped, socket.ended])

    expect(answered()).toBe(1)
  })

  it.each([
    ['a half-sent head', 'POST / HTTP/1.1\r\nHost: loc'],
    ['a half-sent body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc'],
    ['nothing', ''],
  ])('ends a connection that has sent %s', async (_, sent) => {
    const { server, answered } = await serveHeld()
    const socket = await connectTo(server)
    if (sent !== '') socket.write(sent)

    await Promise.all([server.stop(), socket.ended])

    expect(answered()).toBe(0)
  })
})

describe('a request that the server refuses itself', () => {
  /** Answers with what it is asked for, and errors with their code and target; so a test sees what clients do. */
  const serveEcho = (options: { readonly requestTimeoutMs?: number } = {}) =>
    serve(async ({ target, body }) => ({ status: 200, headers: {}, body: `${target.length} ${body?.length}` }), {
      port: 0,
      maxBodyBytes: 100,
      answerError: ({ status, code }, target) => ({ status, headers: { 'X-Code': code }, body: `[${target}]` }),
      ...options,
    })
  /** What comes back before the connection ends. */
  const answerTo = async (server: RunningServer, sent: string | Buffer, ...more: readonly string[]) => {
    const socket = await connectTo(server)
    socket.write(sent)
    for (const piece of more) {
      await new Promise(resolve => setImmediate(resolve))
      socket.write(piece)
    }
    await socket.ended
    await server.stop()
    const [, status = '', code = ''] = /^HTTP\/1\.1 (\d+) [\s\S]*?X-Code: (\w+)/.exec(socket.received()) ?? []
    const [, target = ''] = /\r\n\r\n\[(.*)\]$/s.exec(socket.received()) ?? []
    return { status: Number(status), code, target, text: socket.received() }
  }
  const long = (length: number) => 'a'.repeat(length)
  const HEAD = 'HTTP/1.1\r\nHost: localhost\r\n'

  it.each([
    ['bytes that are no request', 'hello\r\n\r\n', 400, 'REQUEST_MALFORMED', 'undefined'],
    ['a TLS greeting', Buffer.from('160301020001000', 'hex'), 400, 'REQUEST_MALFORMED', 'undefined'],
    ['a header without a name', `GET /v1/jobs ${HEAD}: x\r\n\r\n`, 400, 'REQUEST_MALFORMED', '/v1/jobs'],
    ['two lengths', `POST /x ${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, 'REQUEST_MALFORMED', '/x'],
    ['a chunk that is none', `POST /x ${HEAD}Transfer-Encoding: chunked\r\n\r\nzz`, 400, 'REQUEST_MALFORMED', '/x'],
    ['a request for a proxy', `CONNECT a.example:443 ${HEAD}\r\n`, 400, 'REQUEST_MALFORMED', 'a.example:443'],
    ['no Host', 'GET /x HTTP/1.1\r\n\r\n', 400, 'REQUEST_MALFORMED', '/x'],
    ['two Hosts', `GET /x ${HEAD}Host: evil.example\r\n\r\n`, 400, 'REQUEST_MALFORMED', '/x'],
    ['a long header', `GET /x ${HEAD}A: ${long(230_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE', '/x'],
    ['many headers', `GET /x ${HEAD}${'Abc: defgh\r\n'.repeat(24_000)}\r\n`, 431, 'HEADERS_TOO_LARGE', '/x'],
    ['a head that is not even read', `GET /${long(1_100_000)} ${HEAD}\r\n`, 431, 'HEADERS_TOO_LARGE', 'undefined'],
  ] as const)('has an answer with a reason: %s', async (_, sent, status, code, target) => {
    expect(await answerTo(await serveEcho(), sent)).toMatchObject({ status, code, target })
  })

  it.each([
    ['a head that is not even read', `GET /${long(2_000_000)} ${HEAD}\r\n`, 431],
    ['a chunk that is none', `POST /x ${HEAD}Transfer-Encoding: chunked\r\n\r\n${long(2_000_000)}`, 400],
    ['two Hosts', `POST /x ${HEAD}Host: evil.example\r\nContent-Length: 300\r\n\r\n${long(300)}`, 400],
  ])('has an answer for a client that reads once it has sent all: %s', async (_, sent, status) => {
    const server = await serveEcho()
    const socket = await connectTo(server)
    socket.pause()
    const pieces = Array.from({ length: 20 }, (_, at) =>
      sent.slice((at * sent.length) / 20, ((at + 1) * sent.length) / 20),
    )
    for (const piece of pieces) {
      await new Promise<void>(sentPiece => socket.write(piece, () => sentPiece()))
      await new Promise(resolve => setImmediate(resolve))
    }
    socket.resume()
    await socket.ended

    expect(socket.received()).toContain(`HTTP/1.1 ${status} `)
    await server.stop()
  })

  it('is not done later either, once its client has read that nothing was done', async () => {
    const asked: string[] = []
    const server = await serve(
      async ({ target }) => {
        asked.push(target)
        return HELLO
      },
      { port: 0, maxBodyBytes: 100, requestTimeoutMs: 20 },
    )
    const socket = await connectTo(server, { allowHalfOpen: true })
    socket.write(`POST /x ${HEAD}Content-Length: 5\r\n\r\nab`)
    await once(socket, 'data')
    socket.end('cde')
    await socket.ended
    await server.stop()

    expect(socket.received()).toMatch(/^HTTP\/1\.1 408 /)
    expect(asked).toEqual([])
  })

  it('has such an answer for an address that is too long', async () => {
    const { target, ...answer } = await answerTo(await serveEcho(), `GET /?x=${long(230_000)} ${HEAD}\r\n`)

    expect(answer).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE' })
    expect(target).toHaveLength(230_004)
  })

  it('has such an answer where the rest of its head does not come', async () => {
    const answer = await answerTo(await serveEcho({ requestTimeoutMs: 20 }), `POST /v1/jobs ${HEAD}`)

    expect(answer).toMatchObject({ status: 408, code: 'REQUEST_INCOMPLETE', target: 'undefined' })
  })

  it('has such an answer where the rest of its body does not come', async () => {
    const head = `POST /v1/jobs ${HEAD}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n`
    const answers: Awaited<ReturnType<typeof answerTo>>[] = []
    // On a machine that is stopped at the right moment the time is over before the server has read the head; it has then not asked for the body.
    while (!answers.at(-1)?.text.startsWith('HTTP/1.1 100 Continue')) {
      answers.push(await answerTo(await serveEcho({ requestTimeoutMs: 20 }), head, 'ab'))
    }

    expect(answers.at(-1)).toMatchObject({ code: 'REQUEST_INCOMPLETE', target: '/v1/jobs' })
    expect(answers.at(-1)?.text).toContain('\r\n\r\nHTTP/1.1 408 ')
  })

  it('does not take the place of the answer to the request before it', async () => {
    const { server, asked, release } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET)
    await asked
    socket.write('what follows is no request\r\n\r\n')
    await new Promise(resolve => setImmediate(resolve))
    release()
    await socket.ended

    expect(socket.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*helloHTTP\/1\.1 400 Bad Request\r\n/s)
    await server.stop()
  })

  it('leaves room in the request line for a manifest of 64 KB, each of its bytes percent-encoded', async () => {
    const server = await serveEcho()
    const target = `/?Manifest=${'%0A'.repeat(64 * 1024)}`
    const response = await fetch(`${server.url}${target}`)

    expect([response.status, await response.text()]).toEqual([200, `${target.length} 0`])
    await server.stop()
  })

  it('is none that only expects what the server does anyway', async () => {
    const server = await serveEcho()
    const text = `POST /x ${HEAD}Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab`

    expect((await answerTo(server, text)).text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*2 2$/)
    const other = text.replace('100-continue', 'the-unexpected')
    expect((await answerTo(await serveEcho(), other)).text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*2 2$/)
  })

  it('is answered in plain text where nothing better is known', async () => {
    const { server } = await serveHeld()
    const socket = await connectTo(server)
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n')
    await socket.ended

    expect(socket.received()).toMatch(/^HTTP\/1\.1 400 [\s\S]*text\/plain[\s\S]*one Host header\.\n$/)
    await server.stop()
  })
})

describe('requests that are sent before the answer to the first', () => {
  it('are worked on one after the other, each once the answer before it is written', async () => {
    const { server, asked, release, answered } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET.repeat(20))
    await asked
    await new Promise(resolve => setImmediate(resolve))
    const atOnce = answered()
    release()
    while (socket.received().split('hello').length <= 20) await once(socket, 'data')

    expect([atOnce, answered()]).toEqual([1, 20])
    await server.stop()
  })

  it('are not worked on for a client that went away', async () => {
    const { server, asked, release, answered } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET.repeat(3))
    await asked
    socket.resetAndDestroy()
    await socket.ended
    const stopped = server.stop()
    release()
    await stopped

    expect(answered()).toBe(1)
  })

  it('cut the connection off where they are more than any client sends', async () => {
    const { server, asked, release, answered } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET)
    await asked
    socket.write(GET.repeat(MAX_WAITING + 1))
    await socket.ended
    const other = await connectTo(server)
    other.write(GET)
    release()
    await once(other, 'data')

    expect([socket.received(), answered()]).toEqual(['', 2])
    await server.stop()
  })

  it.each([
    ['a half-sent request that goes on as none', `POST / ${CHUNKED}zz\r\n`, 400],
    ['a request for a proxy', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', 400],
    ['a second Host', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 400],
  ])('are refused behind that answer: %s', async (_, behind, status) => {
    const { server, asked, release } = await serveHeld()
    const socket = await connectTo(server)
    socket.write(GET)
    await asked
    socket.write(behind)
    await new Promise(resolve => setImmediate(resolve))
    release()
    await socket.ended

    expect(socket.received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', `HTTP/1.1 ${status}`])
    await server.stop()
  })
})

it('answers a client that has closed its side of the connection, since it can still read', async () => {
  const { server, asked, release } = await serveHeld()
  const socket = await connectTo(server)
  socket.end(GET)
  await asked
  release()
  await socket.ended

  expect(socket.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hello$/)
  await server.stop()
})

describe('an answer', () => {
  it('is for no page of another site to embed', async () => {
    const { server, release } = await serveHeld()
    release()
    const { headers } = await fetch(server.url)

    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    await server.stop()
  })
})

describe('a request with far too large a body', () => {
  it.each([
    ['is read to its end', 300],
    ['is cut off where it goes on and on', 100_000],
  ])('%s, and the server goes on', async (_, length) => {
    const asked: unknown[] = []
    const server = await serve(
      async ({ method, port, address, body }) => {
        asked.push({ method, port, address, body })
        return HELLO
      },
      { port: 0, maxBodyBytes: 100 },
    )
    const port = Number(new URL(server.url).port)
    const socket = await connectTo(server)
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`)
    await socket.ended
    const other = await connectTo(server)
    other.write(GET)
    await once(other, 'data')

    expect(other.received()).toMatch(/^HTTP\/1\.1 200 /)
    expect(asked).toEqual([
      { method: 'POST', port, address: '127.0.0.1', body: undefined },
      { method: 'GET', port, address: '127.0.0.1', body: Buffer.alloc(0) },
    ])
    other.destroy()
    await server.stop()
  })
})

describe('the target of a request', () => {
  it.each([
    ['/v1/jobs?a=b', 'localhost', '/v1/jobs?a=b', 'localhost'],
    ['http://127.0.0.1:4010/v1/jobs?a=b', 'localhost', '/v1/jobs?a=b', '127.0.0.1:4010'],
    ['HTTP://evil.example/v1/../x', '127.0.0.1:4010', '/v1/../x', 'evil.example'],
    ['http://127.0.0.1:4010', 'localhost', '/', '127.0.0.1:4010'],
    ['http://127.0.0.1:4010?a=b', 'localhost', '/?a=b', '127.0.0.1:4010'],
    ['//evil.example/x', 'localhost', '//evil.example/x', 'localhost'],
  ])('%s is read as RFC 9112 has it: what it names counts, not Host', async (line, named, target, host) => {
    const asked: unknown[] = []
    const answer = async (got: IncomingRequest) => {
      asked.push([got.target, got.headers.host])
      return HELLO
    }
    const server = await serve(answer, { port: 0, maxBodyBytes: 100 })
    const socket = await connectTo(server)
    socket.write(`GET ${line} HTTP/1.1\r\nHost: ${named}\r\nConnection: close\r\n\r\n`)
    await socket.ended
    await server.stop()

    expect(asked).toEqual([[target, host]])
  })
})
