/** What an UpdateItem sets and removes. */
interface Setting {
  readonly set: Readonly<Record<string, unknown>>
  readonly remove: readonly string[]
}

/** The parts of an update that is done on a condition. */
export const updateExpression = ({
  condition,
  names,
  values,
  ...setting
}: Setting & {
  readonly condition: string
  readonly names: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, unknown>>
}) => {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setExpression(setting)
  return {
    UpdateExpression,
    ConditionExpression: condition,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, ...names },
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ...values },
  }
}

/** The parts of an update that is done in any case. */
export const setExpression = ({ set, remove }: Setting) => {
  const setting = Object.keys(set).map(name => `#${name} = :${name}`)
  const removing = remove.map(name => `#${name}`)
  return {
    UpdateExpression: `SET ${setting.join(', ')}${removing.length ? ` REMOVE ${removing.join(', ')}` : ''}`,
    ExpressionAttributeNames: Object.fromEntries([...Object.keys(set), ...remove].map(name => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
  }
}
