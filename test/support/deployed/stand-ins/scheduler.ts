import { type AwsRequest, jsonOf } from '../requests.ts'
import { type AwsAnswer, json, jsonError } from './answer.ts'

export interface StoredSchedule {
  readonly State: string
  readonly ScheduleExpression: string
  readonly Target: { readonly Arn: string; readonly RoleArn: string; readonly Input: string }
}

/** EventBridge Scheduler: keeps schedules; a test lets one come due. */
export const createScheduler = () => {
  /** By group and name. */
  const schedules = new Map<string, StoredSchedule>()
  return {
    schedules,
    answer: (request: AwsRequest): AwsAnswer => {
      const [, name] = /^\/schedules\/([^/]+)$/.exec(request.path) ?? []
      if (name === undefined) {
        const prefix = `${request.query.get('ScheduleGroup')}/`
        const found = [...schedules].filter(([key]) => key.startsWith(prefix))
        const Schedules = found.map(([key, { State, Target }]) => ({ Name: key.slice(prefix.length), State, Target }))
        return json({ Schedules })
      }
      const input = request.body.length > 0 ? jsonOf(request) : {}
      const key = `${input.GroupName ?? request.query.get('groupName')}/${name}`
      const isThere = schedules.has(key)
      if (request.method === 'POST' && isThere) return jsonError('ConflictException', key, 409)
      if (request.method !== 'POST' && !isThere) return jsonError('ResourceNotFoundException', key, 404)
      if (request.method === 'DELETE') schedules.delete(key)
      else schedules.set(key, input)
      return json({ ScheduleArn: `arn:${key}` })
    },
  }
}
