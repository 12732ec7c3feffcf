import { describe, expect, it } from '@jest/globals'
import type { DepotAnswer, DepotRequest } from '../../lib/depot/depot-deps.ts'
import { createDepotExchange } from '../../lib/local/depot-exchange.ts'

const ENDPOINT = new URL('http://127.0.0.1:4011/')
const POST = {
  headers: { host: '127.0.0.1:4011', 'content-type': 'application/x-www-form-urlencoded' },
  body: 'a=%C3%A9',
}

const answering = (answer: Partial<DepotAnswer>) => {
  const asked: DepotRequest[] = []
  const exchange = createDepotExchange(async request => {
    asked.push(request)
    return { status: 200, headers: {}, body: '', ...answer }
  })
  return { asked, exchange }
}

describe('an exchange with the depot of the same process', () => {
  it('hands over the request as it would come over HTTP', async () => {
    const { asked, exchange } = answering({})
    await exchange(ENDPOINT, POST, 1000)

    expect(asked).toEqual([
      { method: 'POST', path: '/', query: '', headers: POST.headers, body: Buffer.from(POST.body) },
    ])
  })

  it('has the answer with the names of its headers in lower case, as HTTP gives them', async () => {
    const { exchange } = answering({ status: 400, headers: { Date: 'D', 'x-amzn-RequestId': 'r' }, body: '<a>é</a>' })

    expect(await exchange(ENDPOINT, POST, 1000)).toEqual({
      status: 400,
      headers: { date: 'D', 'x-amzn-requestid': 'r' },
      body: '<a>é</a>',
    })
  })

  it('reads an answer in bytes as UTF-8', async () => {
    const { exchange } = answering({ body: new TextEncoder().encode('é') })

    expect(await exchange(ENDPOINT, POST, 1000)).toMatchObject({ body: 'é' })
  })

  it('gives up after its time, when a job may have been made', async () => {
    const exchange = createDepotExchange(() => new Promise(() => undefined))

    await expect(exchange(ENDPOINT, POST, 1)).rejects.toMatchObject({ name: 'ServiceFailure', kind: 'timeout' })
  })

  it('throws what the depot throws', async () => {
    const error = new Error('closed')
    const exchange = createDepotExchange(() => Promise.reject(error))

    await expect(exchange(ENDPOINT, POST, 1000)).rejects.toBe(error)
  })
})
