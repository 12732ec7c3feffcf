import { App } from 'aws-cdk-lib'
import { waybillApp } from '../lib/infra/app.ts'
import { StageError } from '../lib/infra/stage/read-stage.ts'

try {
  waybillApp(new App())
} catch (error) {
  // The settings' faults are for a person to read, and need no stack trace.
  if (!(error instanceof StageError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
