import { DomainName, EndpointType, type IRestApi, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { AaaaRecord, ARecord, HostedZone, type IAliasRecordTarget, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import type { Stage } from './stage.ts'

/** The stage's own host name of an API. */
export class HostName extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, api, domain }: { name: string; api: RestApi; domain: NonNullable<Stage['customDomain']> },
  ) {
    super(scope, id)
    const host = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      mapping: api as IRestApi,
    })
    if (!domain.hostedZone) return
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZone.id,
      zoneName: domain.hostedZone.name,
    })
    const target = RecordTarget.fromAlias(new ApiGatewayDomain(host) as IAliasRecordTarget)
    const recordName = `${name}.`
    new ARecord(this, 'Address', { zone, recordName, target })
    new AaaaRecord(this, 'Address6', { zone, recordName, target })
  }
}
