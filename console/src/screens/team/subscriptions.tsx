import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { listSubscriptions } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfSubscriptions } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { flashProblem } from '../../parts/flashes.ts'
import { Deliveries } from './deliveries.tsx'
import { NamedThings } from './named-things.tsx'

type Subscription = components['schemas']['Subscription']

interface Draft {
  readonly events: string
  readonly type: 'webhook' | 'email' | 'eventbridge'
  readonly url: string
  readonly secret: string
}

const targetOf = ({ type, url, secret }: Draft) => (type === 'webhook' ? { type, url, secret } : { type })

/** Who is told of which events of the team's jobs, and how the last deliveries went. */
export const Subscriptions = () => {
  const { t } = useI18n()
  const mayTest = useMay('POST /v1/subscriptions/{name}/test')
  const [shown, setShown] = useState<string>()
  const tryOut = useMutation({
    mutationFn: (name: string) => answered(api.POST('/v1/subscriptions/{name}/test', { params: { path: { name } } })),
    onSuccess: (_answer, name) => setShown(name),
    onError: flashProblem,
  })
  return (
    <>
      <NamedThings<Subscription, Draft>
        queryKey="subscriptions"
        title={t('team.subscriptions')}
        commands={commandsOfSubscriptions}
        routes={{ put: 'PUT /v1/subscriptions/{name}', remove: 'DELETE /v1/subscriptions/{name}' }}
        list={listSubscriptions}
        columns={[
          { id: 'events', header: t('subscription.events'), cell: ({ events }) => events.join(', ') },
          {
            id: 'to',
            header: t('subscription.to'),
            cell: ({ to }) => ('host' in to ? to.host : t(`subscription.${to.type}`)),
          },
        ]}
        edit={{
          draftOf: subscription => ({
            events: subscription?.events.join(', ') ?? '*',
            type: subscription?.to.type ?? 'webhook',
            url: '',
            secret: '',
          }),
          fields: (draft, change) => (
            <SpaceBetween size="m">
              <FormField label={t('subscription.events')} constraintText={t('subscription.eventsAbout')}>
                <Input value={draft.events} onChange={({ detail }) => change({ ...draft, events: detail.value })} />
              </FormField>
              <FormField label={t('subscription.to')}>
                <RadioGroup
                  value={draft.type}
                  items={(['webhook', 'email', 'eventbridge'] as const).map(value => ({
                    value,
                    label: t(`subscription.${value}`),
                  }))}
                  // The items' values are the three.
                  onChange={({ detail }) => change({ ...draft, type: detail.value as Draft['type'] })}
                />
              </FormField>
              {draft.type === 'webhook' && (
                <>
                  <FormField label={t('subscription.url')} constraintText="https://">
                    <Input
                      value={draft.url}
                      type="url"
                      onChange={({ detail }) => change({ ...draft, url: detail.value })}
                    />
                  </FormField>
                  <FormField label={t('subscription.secret')} constraintText={t('subscription.secretAbout')}>
                    <Input
                      value={draft.secret}
                      type="password"
                      autoComplete="off"
                      onChange={({ detail }) => change({ ...draft, secret: detail.value })}
                    />
                  </FormField>
                </>
              )}
            </SpaceBetween>
          ),
          hasSecret: ({ url, secret }) => url !== '' || secret !== '',
          put: (name, draft) =>
            answered(
              api.PUT('/v1/subscriptions/{name}', {
                params: { path: { name } },
                body: {
                  events: draft.events
                    .split(',')
                    .map(event => event.trim())
                    .filter(Boolean),
                  to: targetOf(draft),
                },
              }),
            ),
        }}
        actions={({ name }) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button ariaLabel={`${t('subscription.deliveries')}: ${name}`} onClick={() => setShown(name)}>
              {t('subscription.deliveries')}
            </Button>
            {mayTest && (
              <Button
                ariaLabel={`${t('subscription.test')}: ${name}`}
                loading={tryOut.isPending && tryOut.variables === name}
                onClick={() => tryOut.mutate(name)}
              >
                {t('subscription.test')}
              </Button>
            )}
          </SpaceBetween>
        )}
      />
      {shown !== undefined && <Deliveries name={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}
