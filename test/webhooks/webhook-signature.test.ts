import { describe, expect, it } from '@jest/globals'
import { webhookHeaders } from '../../lib/webhooks/webhook-signature.ts'

describe('the signature of a webhook', () => {
  it('is that of the example that Standard Webhooks and its libraries share', () => {
    const headers = webhookHeaders(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      new Date(1614265330 * 1000 + 999),
    )

    expect(headers).toEqual({
      'content-type': 'application/json',
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('takes a secret without the prefix as the text that it is', () => {
    const headers = (secret: string) => webhookHeaders({ id: 'a', body: 'b' }, secret, new Date(0))
    const asText = headers('correct horse battery staple')
    const asBase64 = headers(`whsec_${Buffer.from('correct horse battery staple').toString('base64')}`)

    expect(asText).toEqual(asBase64)
  })
})
