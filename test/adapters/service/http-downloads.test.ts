import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createHttpDownloads } from '../../../lib/adapters/service/http-downloads.ts'
import { DownloadFailure } from '../../../lib/jobs/download-failure.ts'
import { listen, stop } from '../../depot/depot-fixture.ts'
import { AMPLE_MS } from '../../support/patience.ts'

let service: string
let elsewhere: string
let asked: string[]
const servers = [0, 1].map(() =>
  createServer(({ url = '' }, answer) => {
    asked.push(url)
    if (url === '/moved') answer.writeHead(302, { Location: `${elsewhere}/sheet.pdf` }).end()
    else if (url === '/large') answer.end('x'.repeat(2001))
    else if (url === '/broken') {
      answer.writeHead(200, { 'Content-Length': '100' })
      answer.write('half', () => answer.destroy())
    } else if (url === '/silent') answer.writeHead(200).write('%PDF-')
    else answer.writeHead(url === '/sheet.pdf' ? 200 : 404).end('%PDF-1.7')
  }),
)
beforeAll(async () => {
  asked = []
  const [one, other] = await Promise.all(servers.map(listen))
  service = one ?? ''
  elsewhere = other ?? ''
})
afterAll(() => Promise.all(servers.map(stop)))

const downloads = (timeoutMs = AMPLE_MS) =>
  createHttpDownloads({ service: new URL(service), timeoutMs, maxBytes: 2000 })

describe('a download', () => {
  it('gives a file of the service, byte for byte', async () => {
    expect(Buffer.from(await downloads().get(`${service}/sheet.pdf`)).toString()).toBe('%PDF-1.7')
  })

  it.each(['/none', '/moved', '/large', '/broken'])('fails for %s', async path => {
    await expect(downloads().get(service + path)).rejects.toBeInstanceOf(DownloadFailure)
  })

  it('fails where the rest of the file does not come', async () => {
    await expect(downloads(50).get(`${service}/silent`)).rejects.toBeInstanceOf(DownloadFailure)
  })

  it('asks only the service and S3', async () => {
    asked = []
    const forbidden = [
      `${elsewhere}/sheet.pdf`,
      'http://169.254.169.254/latest/meta-data/',
      'http://localhost/sheet.pdf',
      'file:///etc/passwd',
      'http://s3.amazonaws.com/bucket/sheet.pdf',
      'https://s3.amazonaws.com:8443/bucket/sheet.pdf',
      'https://s3.amazonaws.com.evil.example/sheet.pdf',
      'https://evil.example/s3.amazonaws.com/sheet.pdf',
      'https://evil-s3.amazonaws.com/sheet.pdf',
      'https://ec2.amazonaws.com/sheet.pdf',
      `${service.replace('http://', 'http://user:secret@')}/sheet.pdf`,
      'sheet.pdf',
      '',
    ]
    for (const url of forbidden) {
      await expect(downloads().get(url)).rejects.toThrow('neither at the service nor in S3')
    }
    expect(asked).toEqual([])
  })

  it.each([
    'https://s3.amazonaws.com/bucket/shipping-label-EX1ID.pdf',
    'https://bucket.s3.amazonaws.com/sheet.pdf',
    'https://my.bucket.s3.eu-west-1.amazonaws.com/sheet.pdf',
    'https://s3-eu-west-1.amazonaws.com/bucket/sheet.pdf',
  ])('would ask S3: %s', async url => {
    const { fetch: real } = globalThis
    globalThis.fetch = async () => new Response('%PDF-')
    try {
      expect(Buffer.from(await downloads().get(url)).toString()).toBe('%PDF-')
    } finally {
      globalThis.fetch = real
    }
  })
})
