import { once } from '../once.ts'
import { parseTree } from '../text/parse-tree.ts'
import type { Node } from '../text/tree.ts'
import { hideValues, REDACTED } from './hide-values.ts'
import { redact, redaction } from './redact.ts'
import { isSecretName } from './secret-names.ts'

/** Hides secrets in what others say of a manifest. */
export interface SecretMask {
  /** A sentence for people: values of three characters and more, and what is secret by its name. */
  readonly words: (text: string) => string
  /** What is used as it stands, such as an address or a URL: only values that cannot stand there by chance. */
  readonly data: (text: string) => string
}

/** Of more secrets in one manifest than anybody has, the others are hidden by their names alone. */
const MOST_VALUES = 1000
/** A shorter one stands in texts by chance: to hide every `1` says what the secret is and spoils the sentence. */
const SHORTEST_IN_WORDS = 3
const SHORTEST_IN_DATA = 8
/**
 * The mask of the secrets of manifests, in the forms that `hideValues` knows.
 *
 * Values of one or two characters are hidden by their names alone.
 */
export const secretMask = (...manifests: readonly (string | undefined)[]): SecretMask => {
  const values = manifests.flatMap(text => (text === undefined ? [] : valuesOf(text, redaction(text).hidden)))
  const hideWords = once(() => hideFrom(values, SHORTEST_IN_WORDS))
  const hideData = once(() => hideFrom(values, SHORTEST_IN_DATA))
  return { words: text => hideWords()(redact(text)), data: text => hideData()(text) }
}

const hideFrom = (values: readonly string[], shortest: number) =>
  hideValues([...new Set(values)].slice(0, MOST_VALUES).filter(value => value.length >= shortest))

/** A manifest as it may be stored and shown: without its secrets, also where a comment repeats one. */
export const redactManifest = (text: string): string => {
  const redacted = redaction(text)
  return hideFrom(valuesOf(text, redacted.hidden), SHORTEST_IN_DATA)(redacted.text)
}

/**
 * Every secret value of a manifest: those of its options, and those in comments.
 *
 * @param hidden what its redaction hid
 */
const valuesOf = (text: string, hidden: readonly string[]): string[] => {
  if (hidden.length === 0) return []
  const found = [...scalarsOf(parseTree(text).root, false), ...hidden.flatMap(bare)]
  return found.map(value => value.trim()).filter(value => value.length >= SHORTEST_IN_WORDS && value !== REDACTED)
}

function* scalarsOf(node: Node, isSecret: boolean): Generator<string> {
  if (node.is === 'scalar') {
    if (isSecret) yield node.text
  } else if (node.is === 'list') {
    for (const { value } of node.items) yield* scalarsOf(value, isSecret)
  } else {
    for (const [key, { value }] of node.entries) yield* scalarsOf(value, isSecret || isSecretName(key))
  }
}

/** What stood behind a secret's name, without quotes and without a comment behind it. */
const bare = (hidden: string): string[] => {
  const value = hidden.trim().replace(/[,}\]]+$/, '')
  const [, , quoted] = /^(["'])(.*?)\1/.exec(value) ?? []
  const [beforeComment = value] = value.split(/\s+#/)
  return quoted === undefined ? [value, beforeComment] : [quoted]
}
