import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { wholeAnswer } from '../../api/problem.ts'
import type { StepBody } from './depot-words.tsx'

const LOOK_AGAIN_MS = 15_000

/** A job at the depot, as the one who looks at it knows it: with its entity tag. */
export const useDevice = (jobId: string) =>
  useQuery({
    queryKey: ['depot', 'device', jobId],
    queryFn: async () => {
      const { data, response } = await wholeAnswer(api.GET('/v1/depot/jobs/{jobId}', { params: { path: { jobId } } }))
      return { device: data, etag: response.headers.get('ETag') ?? '*' }
    },
    refetchInterval: LOOK_AGAIN_MS,
  })

/**
 * Reports a step, for the job as it was seen. Whether or not an answer comes, the page looks again: what it shows is what the
 * depot has.
 */
export const useStep = (jobId: string, etag: string) => {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (body: StepBody) => {
      const params = { path: { jobId }, header: { 'If-Match': etag } }
      return (await wholeAnswer(api.POST('/v1/depot/jobs/{jobId}/steps', { params, body }))).data
    },
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['depot'] })
      for (const queryKey of [['job', jobId], ['jobs'], ['events', jobId]]) {
        void queryClient.invalidateQueries({ queryKey })
      }
    },
  })
}
