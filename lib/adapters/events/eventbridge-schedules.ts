import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import type { SchedulePlan, Schedules } from '../../checks/ports.ts'
import type { RunTask } from '../../checks/task.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

export interface EventBridgeScheduleOptions {
  /** The group that holds the schedules of checks and nothing else. */
  readonly group: string
  readonly queueArn: string
  /** What EventBridge Scheduler becomes when it writes to the queue. */
  readonly roleArn: string
  /** Takes what could not be written to the queue. */
  readonly deadLetterArn: string
}

/** A run that could not be started within an hour is stale: the next one says as much. */
const RETRY = { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 20 }

const PAGE = 100

/** One EventBridge Scheduler schedule a check, named by the check's id, that writes a task to a queue when it is due. */
export const createEventBridgeSchedules = (
  scheduler: SchedulerClient,
  options: EventBridgeScheduleOptions,
): Schedules => {
  const { group } = options
  return {
    put: async plan => {
      const schedule = scheduleInput(plan, options)
      try {
        await scheduler.send(new CreateScheduleCommand(schedule))
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error
        await scheduler.send(new UpdateScheduleCommand(schedule))
      }
    },

    remove: async checkId => {
      try {
        await scheduler.send(new DeleteScheduleCommand({ GroupName: group, Name: checkId }))
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error
      }
    },

    list: async () => {
      const working = new Set<string>()
      const broken = new Set<string>()
      let NextToken: string | undefined
      do {
        const page = await scheduler.send(new ListSchedulesCommand({ GroupName: group, MaxResults: PAGE, NextToken }))
        for (const { Name, State, Target } of page.Schedules ?? []) {
          if (Name === undefined) continue
          const isOurs = State === 'ENABLED' && Target?.Arn === options.queueArn
          ;(isOurs ? working : broken).add(Name)
        }
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return { working, broken }
    },
  }
}

const scheduleInput = (
  { check, expression, timeZone, firstAt, windowMinutes }: SchedulePlan,
  { group, queueArn, roleArn, deadLetterArn }: EventBridgeScheduleOptions,
): CreateScheduleCommandInput => {
  // The two in brackets are filled in by EventBridge Scheduler (User Guide, "Adding context attributes").
  const task: RunTask = {
    do: 'run',
    team: check.team,
    name: check.name,
    checkId: check.id,
    runId: '<aws.scheduler.execution-id>',
    scheduledFor: '<aws.scheduler.scheduled-time>',
  }
  return {
    GroupName: group,
    Name: check.id,
    Description: `Waybill check ${check.name}`,
    State: 'ENABLED',
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    // A rate without a start begins at once; this one keeps its rhythm when the schedule is put anew.
    ...(expression.startsWith('rate') && { StartDate: firstAt }),
    FlexibleTimeWindow:
      windowMinutes > 0 ? { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMinutes } : { Mode: 'OFF' },
    // One that has come due is gone; were it kept, it would count towards the account's quota for ever.
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: queueArn,
      RoleArn: roleArn,
      Input: JSON.stringify(task),
      RetryPolicy: RETRY,
      DeadLetterConfig: { Arn: deadLetterArn },
    },
  }
}

/** The same with a client of its own. */
export const openEventBridgeSchedules = (options: EventBridgeScheduleOptions): Schedules =>
  createEventBridgeSchedules(limited(new SchedulerClient(AWS_LIMITS), 'EventBridge Scheduler'), options)
