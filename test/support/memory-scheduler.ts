import { type AwsAnswer, type AwsRequest, startAws } from './aws-server.ts'

interface KeptSchedule {
  Name: string
  GroupName: string
  State: string
  Target: { Arn: string }
}

/**
 * As much of EventBridge Scheduler's protocol as four operations need (its API Reference), in memory, with pages of three.
 * It takes what the real SDK sends, so that what is tested is the adapter and the SDK together.
 */
export const startScheduler = async () => {
  const schedules = new Map<string, KeptSchedule>()
  const missing: AwsAnswer = { status: 404, type: 'ResourceNotFoundException', body: { Message: 'there is none' } }

  const answer = ({ method, path, body }: AwsRequest): AwsAnswer => {
    const url = new URL(path, 'http://scheduler.local')
    const [, , name = ''] = url.pathname.split('/')
    if (method === 'GET') return list(url.searchParams)
    if (method === 'DELETE') return schedules.delete(name) ? {} : missing
    const isThere = schedules.has(name)
    if (method === 'POST' && isThere) return { status: 409, type: 'ConflictException', body: { Message: 'exists' } }
    if (method === 'PUT' && !isThere) return missing
    schedules.set(name, { Name: name, ...(body as Omit<KeptSchedule, 'Name'>) })
    return { body: { ScheduleArn: `arn:aws:scheduler:us-east-1:123456789012:schedule/checks/${name}` } }
  }

  const list = (query: URLSearchParams): AwsAnswer => {
    const from = Number(query.get('NextToken') ?? 0)
    const group = [...schedules.values()].filter(({ GroupName }) => GroupName === query.get('ScheduleGroup'))
    const page = group.slice(from, from + 3)
    const NextToken = from + 3 < group.length ? String(from + 3) : undefined
    const Schedules = page.map(({ Name, GroupName, State, Target: { Arn } }) => ({
      Name,
      GroupName,
      State,
      Target: { Arn },
    }))
    return { body: { Schedules, NextToken } }
  }
  return { ...(await startAws(answer)), schedules }
}
