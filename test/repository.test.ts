import { readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'

const PACKAGE: {
  readonly engines: { readonly node: string }
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
} = JSON.parse(readFileSync('package.json', 'utf8'))

describe('the dev container', () => {
  const container = JSON.parse(readFileSync('.devcontainer/devcontainer.json', 'utf8'))

  it('has the Node that the project asks for', () => {
    const [, major] = /^mcr\.microsoft\.com\/devcontainers\/javascript-node:(\d+)-bookworm$/.exec(container.image) ?? []

    expect(`>=${major}`).toBe(PACKAGE.engines.node)
  })

  it('installs the tools that CI installs', () => {
    expect(container.postCreateCommand).toBe('.ci/tools && npm ci')
    expect(readFileSync('.ci/run', 'utf8')).toContain('\n.ci/tools\n')
    // Whether its owner may execute it.
    expect(statSync('.ci/tools').mode & 0o100).toBe(0o100)
  })
})

describe('the dependency updates', () => {
  const { updates }: { readonly updates: readonly Update[] } = parse(readFileSync('.github/dependabot.yml', 'utf8'))

  it('cover packages, actions and the dev container', () => {
    expect(updates.map(update => update['package-ecosystem'])).toEqual(['npm', 'github-actions', 'devcontainers'])
  })

  it('group and ignore only packages that are in use', () => {
    const used = Object.keys({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies })
    const isUsed = (pattern: string) =>
      used.some(name => name === pattern || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))))
    const npm = updates[0]
    const named = [
      ...Object.values(npm?.groups ?? {}).flatMap(({ patterns }) => patterns ?? []),
      ...(npm?.ignore ?? []).map(ignored => ignored['dependency-name']),
    ]

    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(pattern => !isUsed(pattern))).toEqual([])
  })
})

describe('package.json', () => {
  it('pins every version exactly, so that what was tested is what is installed', () => {
    const versions = Object.entries({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies })

    expect(versions.filter(([, version]) => !/^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})

describe('the issue forms', () => {
  it.each(['bug', 'feature'])('%s has unique ids, and a label for each field', name => {
    const form: Form = parse(readFileSync(`.github/ISSUE_TEMPLATE/${name}.yml`, 'utf8'))
    const fields = form.body.filter(({ type }) => type !== 'markdown')
    const ids = fields.map(({ id }) => id)

    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) })
    expect(new Set(ids).size).toBe(fields.length)
    expect(fields.filter(({ attributes }) => !attributes.label)).toEqual([])
  })
})

interface Update {
  readonly 'package-ecosystem': string
  readonly groups?: Readonly<Record<string, { readonly patterns?: readonly string[] }>>
  readonly ignore?: readonly { readonly 'dependency-name': string }[]
}

interface Form {
  readonly body: readonly {
    readonly type: string
    readonly id?: string
    readonly attributes: { readonly label?: string }
  }[]
}
