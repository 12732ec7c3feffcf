/**
 * A role's ARN without its path, since the ARN of a session that assumed the role does not contain the path; role names are
 * unique in an account regardless of their paths (IAM user guide, "IAM identifiers"). A user's ARN is not changed.
 * `undefined`: the text is not the ARN of a role, of its session or of a user.
 */
export const canonicalArn = (arn: string): string | undefined => {
  if (isRole(arn)) return arn.replace(/:role\/.*\//, ':role/')
  const [, partition, account, name] =
    /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/.exec(arn) ?? []
  if (name !== undefined) return `arn:${partition}:iam::${account}:role/${name}`
  return isUser(arn) ? arn : undefined
}

/** Whether a text is the ARN of a role or user, and so can be a member: a session is one for an hour. */
export const isMemberArn = (arn: string): boolean => isRole(arn) || isUser(arn)

/** The account of an ARN. */
export const accountOf = (arn: string): string => arn.split(':')[4] ?? ''

const isRole = (arn: string) =>
  /^arn:[\w-]+:iam::\d{12}:role\/(?:[\x21-\x29\x2b-\x3e\x40-\x7e]*\/)?[\w+=,.@-]+$/.test(arn)

const isUser = (arn: string) =>
  /^arn:[\w-]+:iam::\d{12}:user\/(?:[\x21-\x29\x2b-\x3e\x40-\x7e]*\/)?[\w+=,.@-]+$/.test(arn)
