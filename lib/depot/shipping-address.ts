/** Where a device is sent, with its job ID as the second line (live answers of 2010). */
export const shippingAddress = ([first = '', ...rest]: readonly string[], jobId: string) =>
  [first, `JOBID ${jobId}`, ...rest].join('\n')
