import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { More } from '../../parts/more.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Status } from '../../parts/status.tsx'
import { Time } from '../../parts/time.tsx'

type Delivery = components['schemas']['Delivery']

const LOOK_AGAIN_MS = 3_000

const typeOf = ({ deliveredAt, state }: Delivery) =>
  deliveredAt !== undefined ? 'success' : state === 'dead' ? 'error' : 'in-progress'

/** How the last notices of a subscription went; those under way are looked at again. */
export const Deliveries = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => {
  const { t } = useI18n()
  const deliveries = useInfiniteQuery({
    queryKey: ['deliveries', name],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = pageParam === '' ? {} : { pageToken: pageParam }
      return answered(api.GET('/v1/subscriptions/{name}/deliveries', { params: { path: { name }, query } }))
    },
    getNextPageParam: page => page.nextPageToken || undefined,
    refetchInterval: LOOK_AGAIN_MS,
  })
  const { data, error, isPending, refetch } = deliveries
  const queryClient = useQueryClient()
  const mayRetry = useMay('POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry')
  const retry = useMutation({
    mutationFn: (deliveryId: string) =>
      answered(
        api.POST('/v1/subscriptions/{name}/deliveries/{deliveryId}/retry', { params: { path: { name, deliveryId } } }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['deliveries', name] }),
  })
  return (
    <Modal
      visible
      size="large"
      header={`${t('subscription.deliveries')}: ${name}`}
      closeAriaLabel={t('state.close')}
      onDismiss={onClose}
    >
      <SpaceBetween size="m">
        {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        {retry.error && <ProblemAlert error={retry.error} />}
        <div aria-live="polite">{retry.isSuccess && <Status type="success">{t('subscription.againDone')}</Status>}</div>
        <Table<Delivery>
          variant="embedded"
          wrapLines
          items={data?.pages.flatMap(page => page.deliveries) ?? []}
          footer={<More query={deliveries} />}
          trackBy="id"
          loading={isPending}
          loadingText={t('state.loading')}
          empty={<Box textAlign="center">{t('team.none')}</Box>}
          columnDefinitions={[
            { id: 'event', header: t('subscription.event'), isRowHeader: true, cell: ({ event }) => event.type },
            { id: 'time', header: t('history.at'), cell: ({ event }) => <Time short at={event.time} /> },
            {
              id: 'state',
              header: t('history.outcome'),
              cell: delivery => <Status type={typeOf(delivery)}>{t(`delivery.${delivery.state}`)}</Status>,
            },
            ...(mayRetry
              ? [
                  {
                    id: 'actions',
                    header: t('paper.actions'),
                    cell: (delivery: Delivery) =>
                      delivery.state !== 'waiting' && (
                        <Button
                          ariaLabel={`${t('subscription.again')}: ${delivery.event.type}, ${delivery.id}`}
                          loading={retry.isPending && retry.variables === delivery.id}
                          onClick={() => retry.mutate(delivery.id)}
                        >
                          {t('subscription.again')}
                        </Button>
                      ),
                  },
                ]
              : []),
            {
              id: 'error',
              header: t('history.detail'),
              cell: delivery => <span className="break">{delivery.error ?? '–'}</span>,
            },
          ]}
        />
      </SpaceBetween>
    </Modal>
  )
}
