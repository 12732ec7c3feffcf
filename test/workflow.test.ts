import { readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'

const TEXT = readFileSync('.github/workflows/ci.yml', 'utf8')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
const workflow: {
  readonly permissions: object
  readonly jobs: Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>
} = parse(TEXT)
const steps = Object.values(workflow.jobs).flatMap(job => job.steps)

describe('the workflow on GitHub', () => {
  it('runs what runs before a change lands', () => {
    expect(steps.map(({ run }) => run)).toContain('.ci/run')
    // Whether its owner may execute it.
    expect(statSync('.ci/run').mode & 0o100).toBe(0o100)
  })

  it('may read the code, and nothing else', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(Object.values(workflow.jobs).filter(job => job.permissions !== undefined)).toEqual([])
    expect(TEXT).not.toContain('secrets.')
  })

  it('runs no action that somebody could change under its name', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? [])

    expect(actions.filter(action => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([])
  })

  it('runs the Node that the project asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
    const versions = steps.flatMap(step => step.with?.['node-version'] ?? [])

    expect(versions.map(version => `>=${version}`)).toEqual([engines.node])
  })
})
