import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import core from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import { apiDocument } from '../../support/api-document.ts'

/** Rules that do not hold here, and why. Every other rule that the two tools know holds. */
const REDOCLY_OFF = {
  'boolean-parameter-prefixes': 'The names of parameters are a contract; validateOnly is that of AIP-163.',
  'info-contact': 'Whoever runs Waybill is its contact, and the document does not know them.',
  'operation-4xx-problem-details-rfc7807':
    'Faults of the Query API are XML, and who gets webhooks answers as they like; another test asks it of all else.',
  'path-http-verbs-order': 'Operations stand in the order of the route table.',
  'path-segment-plural': 'v1, me, the status or the manifest of a job are one thing.',
  'request-mime-type': 'A manifest is a text, and devices come as CSV.',
  'required-string-property-missing-min-length': 'Bodies have the bounds that the code has; answers need none.',
  'response-mime-type': 'Answers are texts, PDFs, CSV and XML too.',
  'scalar-property-missing-example': 'Whole bodies have examples that the code makes.',
  'tags-alphabetical': 'Tags stand in the order in which a reader needs them.',
}
const SPECTRAL_OFF = {
  'info-contact': REDOCLY_OFF['info-contact'],
  'license-url': 'OpenAPI 3.1 has an identifier in its place, and forbids both.',
  'openapi-tags-alphabetical': REDOCLY_OFF['tags-alphabetical'],
}

const off = (rules: object) => Object.fromEntries(Object.keys(rules).map(rule => [rule, 'off'] as const))

describe('the OpenAPI document', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-openapi-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('lints clean by every rule that Redocly has', async () => {
    const file = join(folder, 'openapi.json')
    const config = join(folder, 'redocly.yaml')
    await writeFile(file, JSON.stringify(apiDocument))
    await writeFile(config, JSON.stringify({ extends: ['all'], rules: off(REDOCLY_OFF) }))

    const lint = promisify(execFile)(
      process.execPath,
      ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--config', config, '--format', 'json', file],
      {
        env: { PATH: process.env.PATH, HOME: folder, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        maxBuffer: 10_000_000,
      },
    )
    const { stdout } = await lint.catch((error: { stdout: string }) => error)

    expect(JSON.parse(stdout).problems).toEqual([])
  })

  it('lints clean by every rule that Spectral has for OpenAPI', async () => {
    const spectral = new core.Spectral()
    // The type of the rulesets' package leaves out what all rulesets of Spectral's own type must have or may not.
    spectral.setRuleset({ extends: [[rulesets.oas as core.RulesetDefinition, 'all']], rules: off(SPECTRAL_OFF) })

    const found = await spectral.run(JSON.parse(JSON.stringify(apiDocument)))

    expect(found.map(({ code, message, path }) => `${code} at ${path.join('/')}: ${message}`)).toEqual([])
  })
})
