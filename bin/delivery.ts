import { App } from 'aws-cdk-lib'
import { DeliveryError, deliveryApp } from '../lib/infra/delivery/delivery-app.ts'

try {
  deliveryApp(new App())
} catch (error) {
  // What the context lacks is for a person to read, and needs no stack trace.
  if (!(error instanceof DeliveryError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
