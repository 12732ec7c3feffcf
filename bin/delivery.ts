import { App } from 'aws-cdk-lib'
import { deliveryApp } from '../lib/infra/delivery/delivery-app.ts'

deliveryApp(new App())
