import { globSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly if?: string
  readonly needs?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: object
  readonly concurrency?: { readonly 'cancel-in-progress': boolean }
  readonly jobs: Readonly<Record<string, Job>>
}

const FILES = globSync('.github/workflows/*.yml').sort()
const textOf = (file: string) => readFileSync(file, 'utf8')
const workflow = (name: string): Workflow => parse(textOf(`.github/workflows/${name}.yml`))
const jobsOf = (name: string) => Object.values(workflow(name).jobs)
const stepsOf = (name: string) => jobsOf(name).flatMap(({ steps = [] }) => steps)
const NAMES = FILES.map(file => basename(file, '.yml'))

/** As workflows write what GitHub fills in. */
const expression = (text: string) => `\${{ ${text} }}`

/** Whose actions may run here. */
const OWNERS = /^(?:actions|aws-actions|github)\//

describe.each(NAMES)('the workflow %s', name => {
  it('may read the code, and what its jobs need besides is theirs', () => {
    expect(workflow(name).permissions).toEqual({ contents: 'read' })
    for (const { permissions } of jobsOf(name)) {
      expect(['contents', 'id-token', 'pull-requests', 'security-events']).toEqual(
        expect.arrayContaining(Object.keys(permissions ?? {})),
      )
      expect(permissions?.contents ?? 'read').toBe('read')
    }
  })

  it('knows no secret', () => {
    expect(textOf(`.github/workflows/${name}.yml`)).not.toContain('secrets.')
  })

  it('runs no action that could change under its name', () => {
    const actions = [...stepsOf(name), ...jobsOf(name)].flatMap(({ uses }) => uses ?? [])
    const foreign = actions.filter(action => !action.startsWith('./'))

    expect(foreign.filter(action => !OWNERS.test(action) || !/@[0-9a-f]{40}$/.test(action))).toEqual([])
  })

  it('leaves no token with the checkout', () => {
    const checkouts = stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/checkout@'))

    expect(checkouts.filter(step => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  it('puts no text that others write into a script', () => {
    const scripts = stepsOf(name).flatMap(({ run = '' }) => run)

    expect(scripts.filter(script => script.includes('${{'))).toEqual([])
  })

  it('runs the Node that the project asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
    const versions = stepsOf(name).flatMap(step => step.with?.['node-version'] ?? [])

    expect(versions.filter(version => `>=${version}` !== engines.node)).toEqual([])
  })
})

describe('what runs on GitHub', () => {
  it('is what runs before a change lands', () => {
    expect(stepsOf('ci').map(({ run }) => run)).toContain('.ci/run')
    // Whether its owner may execute it.
    expect(statSync('.ci/run').mode & 0o100).toBe(0o100)
  })

  it('looks for faults in code and dependencies of each pull request', () => {
    expect(workflow('codeql').on).toHaveProperty('pull_request')
    expect(workflow('dependency-review').on).toHaveProperty('pull_request')
  })
})

describe('a pull request', () => {
  it('is compared with what is deployed only where it is of the repository itself', () => {
    const [job] = jobsOf('diff')

    expect(job?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository')
    expect(workflow('diff').on).not.toHaveProperty('pull_request_target')
  })

  it('is compared with a role that reads, and without install scripts beside that role', () => {
    const roles = stepsOf('diff').flatMap(step => step.with?.['role-to-assume'] ?? [])

    expect(roles).toEqual([expression('vars.WAYBILL_DIFF_ROLE')])
    expect(stepsOf('diff').flatMap(({ run = [] }) => run)).toContain('npm ci --ignore-scripts')
  })
})

describe('what landed', () => {
  it('is deployed after CI has passed on main, one stage after the other, and is never stopped half-way', () => {
    const { jobs, concurrency } = workflow('deploy')

    expect(workflow('deploy').on).toMatchObject({ workflow_run: { workflows: ['ci'], branches: ['main'] } })
    expect(jobs.first?.if).toContain("workflow_run.conclusion == 'success'")
    expect(jobs.next?.needs).toBe('first')
    expect(concurrency?.['cancel-in-progress']).toBe(false)
  })

  it('goes to each stage in an environment of its own, which may ask for approval', () => {
    const { first, next } = workflow('deploy').jobs

    expect([first?.with?.environment, next?.with?.environment]).toEqual(['first', 'next'])
    expect(jobsOf('deploy-stage').map(({ environment }) => environment)).toEqual([expression('inputs.environment')])
  })

  it('is the commit that CI has passed', () => {
    for (const job of jobsOf('deploy')) {
      expect(job.with?.commit).toBe(expression('github.event.workflow_run.head_sha || github.sha'))
    }
    expect(stepsOf('deploy-stage').find(({ uses }) => uses?.startsWith('actions/checkout@'))?.with?.ref).toBe(
      expression('inputs.commit'),
    )
  })

  it('is tried as a caller, once it is deployed', () => {
    const names = stepsOf('deploy-stage').flatMap(({ name = [] }) => name)
    const roles = stepsOf('deploy-stage').flatMap(step => step.with?.['role-to-assume'] ?? [])

    expect(names).toEqual(['Deploy', 'Smoke'])
    expect(roles).toEqual([expression('vars.WAYBILL_DEPLOY_ROLE'), expression('vars.WAYBILL_SMOKE_ROLE')])
  })
})

describe('docs/delivery.md', () => {
  const DOC = readFileSync('docs/delivery.md', 'utf8')

  it('names every workflow and every variable that they read', () => {
    const read = FILES.flatMap(file => [...textOf(file).matchAll(/vars\.(\w+)/g)].map(([, variable = '']) => variable))

    expect([...new Set(read)].filter(variable => !DOC.includes(`\`${variable}\``))).toEqual([])
    expect(NAMES.filter(name => !DOC.includes(`${name}.yml`) && name !== 'deploy-stage')).toEqual([])
  })

  it('names only variables that are read', () => {
    const all = FILES.map(textOf).join()
    const named = [...DOC.matchAll(/`(WAYBILL_\w+)`/g)].map(([, variable = '']) => variable)

    expect(named.filter(variable => !all.includes(`vars.${variable}`) && variable !== 'WAYBILL_TOKEN')).toEqual([])
  })
})

describe('the workflows that the pages show', () => {
  it('use the versions of actions that ours use', () => {
    const ours = new Map(
      FILES.flatMap(file => [...textOf(file).matchAll(/uses: ([\w-]+\/[\w-]+)@\w+ # (v\d+)/g)]).map(
        ([, action, version]) => [action, version] as const,
      ),
    )
    const shown = ['docs/checks.md', 'docs/editors.md'].flatMap(page => [
      ...readFileSync(page, 'utf8').matchAll(/uses: ([\w-]+\/[\w-]+)@(v\d+)/g),
    ])

    expect(shown.length).toBeGreaterThan(3)
    expect(shown.filter(([, action, version]) => ours.get(action) !== version).map(([line]) => line)).toEqual([])
  })
})
