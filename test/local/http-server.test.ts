import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type RawAnswer, type RunningServer, serve } from '../../lib/local/http-server.ts'

const HELLO: RawAnswer = { status: 200, headers: {}, body: 'hello' }

let stopAll: (() => void)[] = []
afterEach(() => {
  for (const stop of stopAll) stop()
  stopAll = []
})

const connectTo = async ({
  url,
}: RunningServer): Promise<Socket & { received: () => string; ended: Promise<void> }> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('data', chunk => {
    text += chunk
  })
  socket.on('error', () => undefined)
  const ended = new Promise<void>(resolve => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  stopAll.push(() => socket.destroy())
  return Object.assign(socket, { received: () => text, ended })
}

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

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
  it('answers the request under way, and tells its client that the connection ends', async () => {
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

describe('a request', () => {
  it('with two Host headers is refused, since each reader could mean another', async () => {
    const { server, answered } = await serveHeld()
    const socket = await connectTo(server)
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n')
    await socket.ended

    expect(socket.received()).toMatch(/^HTTP\/1\.1 400 /)
    expect(answered()).toBe(0)
    await server.stop()
  })
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
