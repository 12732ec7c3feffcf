import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'

it('examples/lost-answers.ts ends with as many jobs as manifests', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'example:lost-answers'])

  expect(stdout).toMatch(/^12 job IDs told to the client, 12 jobs in Waybill's list, 12 at the service$/m)
  expect(stdout).toMatch(
    /[1-9]\d* answers lost between the service and Waybill, [1-9]\d* between Waybill and the client/,
  )
})
