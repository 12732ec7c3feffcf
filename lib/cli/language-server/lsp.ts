import { Readable, Writable } from 'node:stream'
import {
  createConnection,
  createProtocolConnection,
  TextDocumentSyncKind,
  TextDocuments,
  type WatchDog,
} from 'vscode-languageserver'
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Command, Output } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { completionsOf, diagnosticsOf, fixesOf, formattingOf, hoverOf } from './language.ts'

/**
 * A language server for manifests, over standard input and output (Language Server Protocol 3.18): diagnostics,
 * completion, hover, fixes and formatting. It ends when the editor asks it to, or closes its input.
 */
export const languageServer: Command = {
  run: ({ io }) =>
    new Promise(resolve => {
      const input = Readable.from(io.stdin, { objectMode: false })
      const [reader, writer] = [new StreamMessageReader(input), new StreamMessageWriter(streamTo(io.stdout))]
      // Its timer for a message that comes in part would run on after the input has ended there.
      reader.partialMessageTimeout = 0
      // Its editor's end shows in its input, so nothing has to look for that again and again.
      const watchDog: WatchDog = { shutdownReceived: false, initialize: () => undefined, exit: code => resolve(code) }
      const connection = createConnection(logger => createProtocolConnection(reader, writer, logger), watchDog)
      const documents = new TextDocuments(TextDocument)

      connection.onInitialize(() => ({
        serverInfo: { name: 'waybill' },
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          completionProvider: { triggerCharacters: [':', '\n', ' '] },
          hoverProvider: true,
          codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.waybill'] },
          documentFormattingProvider: true,
        },
      }))
      documents.onDidChangeContent(({ document }) => {
        const { uri, version } = document
        void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(document) })
      })
      // An editor that closes a file must not go on showing what was wrong with it.
      documents.onDidClose(({ document: { uri } }) => void connection.sendDiagnostics({ uri, diagnostics: [] }))

      const about = <T>(uri: string, answer: (document: TextDocument) => T, otherwise: T): T => {
        const document = documents.get(uri)
        return document ? answer(document) : otherwise
      }
      connection.onCompletion(({ textDocument: { uri }, position }) =>
        about(uri, document => completionsOf(document, document.offsetAt(position)), []),
      )
      connection.onHover(({ textDocument: { uri }, position }) =>
        about(uri, document => hoverOf(document, document.offsetAt(position)), null),
      )
      connection.onCodeAction(({ textDocument: { uri }, range }) =>
        about(uri, document => fixesOf(document, range), []),
      )
      connection.onDocumentFormatting(({ textDocument: { uri } }) => about(uri, formattingOf, []))

      documents.listen(connection)
      connection.listen()
      const end = () => {
        connection.dispose()
        resolve(EXIT_CODES.done)
      }
      input.once('close', end)
      io.stopped.addEventListener('abort', end, { once: true })
    }),
}

/** A stream that a message's bytes are written to; a character may stand in two of its pieces. */
const streamTo = (output: Output): Writable => {
  const decoder = new TextDecoder()
  return new Writable({
    write: (piece: Uint8Array, _encoding, done) => {
      output.write(decoder.decode(piece, { stream: true }))
      done()
    },
  })
}
