import { describe, expect, it } from '@jest/globals'
import { isBucketName, isOldBucketName } from '../../../lib/manifest/fields/bucket-name.ts'

describe("a bucket's name", () => {
  it.each([
    ['amzn-s3-demo-bucket', true, false],
    ['abc', true, false],
    ['a'.repeat(63), true, false],
    ['my.bucket', true, false],
    ['MyBucket', false, true],
    ['my_bucket', false, true],
    ['a'.repeat(64), false, true],
    ['-bucket', false, true],
    ['ab', false, false],
    ['a'.repeat(256), false, false],
    ['my..bucket', false, false],
    ['192.168.0.1', false, false],
    ['s3://bucket', false, false],
    ['bucket/path', false, false],
    ['', false, false],
  ])('%s: of today %s, of before 2018 only %s', (name, today, old) => {
    expect([isBucketName(name), isOldBucketName(name)]).toEqual([today, old])
  })
})
