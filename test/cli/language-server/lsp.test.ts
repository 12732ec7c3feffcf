import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  type CodeAction,
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { feed } from '../../support/feed.ts'
import { importManifest } from '../../support/manifests.ts'

const URI = 'file:///disk-1.txt'

let child: ChildProcess
let client: ProtocolConnection
let ended: Promise<number | null>
/** Diagnostics in the order in which they came, and whoever waits for the next. */
let published: PublishDiagnosticsParams[]
let whenPublished: () => void

beforeEach(async () => {
  child = spawn(process.execPath, ['bin/waybill.mjs', 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] })
  ended = new Promise(resolve => child.once('exit', resolve))
  if (!child.stdout || !child.stdin) throw new Error('no pipes')
  client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  published = []
  whenPublished = () => undefined
  client.onNotification(PublishDiagnosticsNotification.type, params => {
    published.push(params)
    whenPublished()
  })
  client.listen()
  await client.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities: {} })
  await client.sendNotification(InitializedNotification.type, {})
})
afterEach(async () => {
  client.dispose()
  child.kill()
  await ended
})

const open = (text: string, uri = URI) =>
  client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'waybill-manifest', version: 1, text },
  })

const diagnostics = async (): Promise<readonly Diagnostic[]> => {
  if (published.length === 0) {
    await new Promise<void>(resolve => {
      whenPublished = resolve
    })
  }
  return published.shift()?.diagnostics ?? []
}

const at = (text: string, needle: string) =>
  TextDocument.create(URI, 'x', 1, text).positionAt(text.indexOf(needle) + needle.length)
const textDocument = { uri: URI }
const apply = (text: string, edits: TextEdit[]) =>
  TextDocument.applyEdits(TextDocument.create(URI, 'x', 1, text), edits)

describe('the language server', () => {
  it('reports every fault where it stands, and again when the text has changed', async () => {
    const text = importManifest('eraseDevices:yes')
    await open(text)
    const [first, ...others] = await diagnostics()

    expect(others).toEqual([])
    expect(first).toMatchObject({ code: 'OPTION_MISSPELT', severity: 2, source: 'waybill' })
    expect(TextDocument.create(URI, 'x', 1, text).getText(first?.range)).toBe('eraseDevices')

    const range = first?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ range, text: 'generator' }],
    })
    expect(await diagnostics()).toEqual([])
  })

  it('counts columns as editors do, behind characters of every width', async () => {
    await open(importManifest('generator:😀 ü', 'eraseDevices:yes'))

    expect((await diagnostics())[0]?.range.start).toEqual({ line: 6, character: 0 })
  })

  it('completes options that are missing, required ones first, and values', async () => {
    await open('manifestVersion:2.0\n\neraseDevice:\n')
    await diagnostics()
    const names = await client.sendRequest(CompletionRequest.type, {
      textDocument,
      position: { line: 1, character: 0 },
    })
    const values = await client.sendRequest(CompletionRequest.type, {
      textDocument,
      position: { line: 2, character: 12 },
    })

    const labels = [names, values].map(list =>
      (Array.isArray(list) ? list : (list?.items ?? [])).map(item => item.label),
    )
    expect(labels[0]).toEqual(expect.arrayContaining(['deviceId', 'bucket']))
    expect(labels[0]).not.toContain('manifestVersion')
    expect(labels[1]).toEqual(expect.arrayContaining(['yes', 'no']))
  })

  it('explains what the pointer is on', async () => {
    const text = importManifest()
    await open(text)
    await diagnostics()

    const hover = await client.sendRequest(HoverRequest.type, { textDocument, position: at(text, 'eraseDev') })
    expect(hover?.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('**eraseDevice**') })
    expect(
      await client.sendRequest(HoverRequest.type, { textDocument, position: { line: 99, character: 0 } }),
    ).toBeNull()
  })

  it('offers the fix of a fault, and all fixes at once', async () => {
    const text = importManifest().replace('eraseDevice:yes', 'eraseDevice:Yes ').replace('country:USA', 'Country:USA')
    await open(text)
    const found = await diagnostics()
    const [first] = found
    if (!first) throw new Error('nothing to fix')

    const actions = (await client.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: first.range,
      context: { diagnostics: [first] },
    })) as CodeAction[]
    const [fix, all] = [actions[0], actions.at(-1)]

    expect(fix).toMatchObject({ kind: 'quickfix', diagnostics: [{ code: first.code }] })
    expect(all?.kind).toBe('source.fixAll.waybill')
    const mended = apply(text, all?.edit?.changes?.[URI] ?? [])
    await open(mended, 'file:///mended.txt')
    expect((await diagnostics()).length).toBeLessThan(found.length)
  })

  it('formats', async () => {
    const text = importManifest().replaceAll('    ', '  ')
    await open(text)
    await diagnostics()
    const edits = await client.sendRequest(DocumentFormattingRequest.type, {
      textDocument,
      options: { tabSize: 4, insertSpaces: true },
    })

    expect(apply(text, edits ?? [])).toBe(importManifest())
  })

  it('clears what it reported when a file is closed, and knows nothing of it then', async () => {
    await open('bucket:b\n')
    expect((await diagnostics()).length).toBeGreaterThan(0)
    await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument })

    expect(await diagnostics()).toEqual([])
    expect(
      await client.sendRequest(HoverRequest.type, { textDocument, position: { line: 0, character: 1 } }),
    ).toBeNull()
  })

  it('repeats no secret, in no answer', async () => {
    const text = importManifest('password:hunter2secret', 'trueCryptPassword:hunter2secret')
    await open(text)
    const found = await diagnostics()
    const hover = await client.sendRequest(HoverRequest.type, { textDocument, position: at(text, 'trueCryptPass') })

    expect(JSON.stringify([found, hover])).not.toContain('hunter2secret')
  })

  it('ends when it is asked to', async () => {
    await client.sendRequest(ShutdownRequest.type)
    await client.sendNotification(ExitNotification.type)

    expect(await ended).toBe(0)
  })

  it('ends on SIGTERM', async () => {
    child.kill('SIGTERM')

    expect(await ended).toBe(0)
  })

  it.each(['', 'Content-Le', 'Content-Length: 100\r\n\r\n{"jsonrpc"'])(
    'ends when its input does, after %j',
    async last => {
      feed(child, last)

      expect(await ended).toBe(0)
    },
  )
})
