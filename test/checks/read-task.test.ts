import { describe, expect, it } from '@jest/globals'
import { readTask } from '../../lib/checks/read-task.ts'

describe('a task of maintenance', () => {
  it.each(['maintain', 'tend'])('is read as "%s", which version 0.1.0 or this one sent', word => {
    expect(readTask(JSON.stringify({ do: word }))).toEqual({ do: 'maintain' })
  })

  it.each(['{"do":"other"}', '{}', 'tend', '', '[]'])('is not read from %j', text => {
    expect(readTask(text)).toBeUndefined()
  })
})
