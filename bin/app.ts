import { App } from 'aws-cdk-lib'
import { waybillApp } from '../lib/infra/app.ts'

waybillApp(new App())
