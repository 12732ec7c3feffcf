import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/*
 * Reads from the source which errors of the closed lists a function can throw: its own, and those of every function that
 * it names, unless a `catch` takes them and throws nothing. Calls through a port are not followed: what stands behind a
 * port throws none of these errors.
 */

/** What one function does by itself: a declaration at the top of a file, or a route's action in a table of them. */
interface Declared {
  /** Codes that it throws. */
  readonly codes: Set<string>
  /** Functions that it names, as `file#name`. */
  readonly names: Set<string>
  /** Its comment. */
  readonly comment: string
}

export interface SourceErrors {
  /** The names of all functions, as `file#name`, and of all routes. */
  readonly all: ReadonlyMap<string, Pick<Declared, 'comment'>>
  /** What a function or a route can be refused with. */
  readonly codesOf: (name: string) => readonly string[]
}

const ERRORS = new Set(['JobError', 'TeamError', 'RequestError'])
const ROUTE = /^(?:GET|POST|PUT|DELETE) \//

/**
 * @param codes of the closed lists
 * @param never what a function cannot throw although it names what throws it
 */
export const errorsInSource = (
  folders: readonly string[],
  codes: ReadonlySet<string>,
  never: Readonly<Record<string, readonly string[]>>,
): SourceErrors => {
  const all = new Map(folders.flatMap(filesBelow).flatMap(file => [...declarationsOf(file, codes)]))
  // Names go in circles: each function takes over what it names throws, until that changes nothing.
  const thrown = new Map([...all].map(([name, { codes: own }]) => [name, new Set(own)]))
  for (let grows = true; grows; ) {
    grows = false
    for (const [name, { names }] of all) {
      const mine = thrown.get(name) ?? new Set()
      const before = mine.size
      for (const named of names) for (const code of thrown.get(named) ?? []) mine.add(code)
      for (const code of never[name] ?? []) mine.delete(code)
      grows ||= mine.size > before
    }
  }
  return { all, codesOf: name => [...(thrown.get(name) ?? [])].toSorted() }
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.startsWith('openapi'))
    .map(name => join(folder, name))

const declarationsOf = (file: string, codes: ReadonlySet<string>): ReadonlyMap<string, Declared> => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const bodies = bodiesOf(source)
  const known = new Map([
    ...importsOf(source, file),
    ...[...bodies.keys()].map(name => [name, `${file}#${name}`] as const),
  ])
  const lazy = lazyFilesOf(source, file)
  // Where a code comes by a name, its literals stand elsewhere in the file.
  const isOpen = newErrors(source).some(
    ({ arguments: [code] = [] }) => code !== undefined && literalsOf(code).length === 0,
  )
  const found = new Map<string, Declared>()

  const read = (body: ts.Node, name: string, comment: string): void => {
    const declared = { codes: new Set<string>(), names: new Set<string>(), comment }
    found.set(name, declared)
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return
      if (isRoute(node)) {
        read(node.initializer, node.name.text, '')
        return
      }
      if (ts.isTryStatement(node) && node.catchClause && !throwsIn(node.catchClause)) {
        visit(node.catchClause)
        if (node.finallyBlock) visit(node.finallyBlock)
        return
      }
      if (isNewError(node)) for (const code of literalsOf(node.arguments?.[0])) declared.codes.add(code)
      if (isOpen && ts.isStringLiteral(node) && codes.has(node.text) && isHandedOn(node)) declared.codes.add(node.text)
      if (ts.isIdentifier(node)) {
        const named = isMemberName(node) ? undefined : known.get(node.text)
        if (named !== undefined && named !== name) declared.names.add(named)
        if (isMemberName(node) || ts.isBindingElement(node.parent)) {
          for (const from of lazy) declared.names.add(`${from}#${node.text}`)
        }
      }
      ts.forEachChild(node, visit)
    }
    visit(body)
  }
  for (const [name, { body, comment }] of bodies) if (!ERRORS.has(name)) read(body, `${file}#${name}`, comment)
  return found
}

const bodiesOf = (source: ts.SourceFile) => {
  const bodies = new Map<string, { readonly body: ts.Node; readonly comment: string }>()
  for (const statement of source.statements) {
    const comment = source.text.slice(statement.getFullStart(), statement.getStart())
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer) bodies.set(name.text, { body: initializer, comment })
      }
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      bodies.set(statement.name.text, { body: statement, comment })
    }
  }
  return bodies
}

const importsOf = (source: ts.SourceFile, file: string): readonly (readonly [string, string])[] =>
  source.statements.flatMap(statement => {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) return []
    const from = fileOf(statement.moduleSpecifier, file)
    const bindings = statement.importClause?.namedBindings
    if (from === undefined || !bindings || !ts.isNamedImports(bindings)) return []
    return bindings.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => [name.text, `${from}#${(propertyName ?? name).text}`] as const)
  })

/** The files that a file loads when it needs them. */
const lazyFilesOf = (source: ts.SourceFile, file: string): readonly string[] =>
  nodesOf(source, ts.isCallExpression)
    .filter(({ expression }) => expression.kind === ts.SyntaxKind.ImportKeyword)
    .flatMap(({ arguments: [specifier] }) => (specifier && fileOf(specifier, file)) ?? [])

const fileOf = (specifier: ts.Expression, file: string): string | undefined => {
  if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return undefined
  const found = join(dirname(file), specifier.text)
  return existsSync(found) ? found : undefined
}

const nodesOf = <N extends ts.Node>(root: ts.Node, isOne: (node: ts.Node) => node is N): readonly N[] => {
  const found: N[] = []
  const visit = (node: ts.Node): void => {
    if (isOne(node)) found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(root)
  return found
}

const isNewError = (node: ts.Node): node is ts.NewExpression =>
  ts.isNewExpression(node) && ts.isIdentifier(node.expression) && ERRORS.has(node.expression.text)

const newErrors = (root: ts.Node) => nodesOf(root, isNewError)

/** The texts that an expression can be, where it names them. */
const literalsOf = (node: ts.Expression | undefined): readonly string[] => {
  if (node === undefined) return []
  if (ts.isStringLiteral(node)) return [node.text]
  return ts.isConditionalExpression(node) ? [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)] : []
}

/** Whether a code is handed on, and not compared or listed. */
const isHandedOn = ({ parent }: ts.Node): boolean => {
  if (ts.isPropertyAssignment(parent)) return ts.isIdentifier(parent.name) && parent.name.text === 'code'
  return ts.isCallExpression(parent) || ts.isReturnStatement(parent)
}

const isRoute = (node: ts.Node): node is ts.PropertyAssignment & { readonly name: ts.StringLiteral } =>
  ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name) && ROUTE.test(node.name.text)

const isMemberName = (node: ts.Identifier) =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node)

const throwsIn = (root: ts.Node): boolean => nodesOf(root, ts.isThrowStatement).length > 0
