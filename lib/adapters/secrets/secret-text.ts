import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

/** A secret as text. */
export const readSecretText = async (client: SecretsManagerClient, name: string): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }))
  if (SecretString === undefined) throw new Error(`The secret ${name} holds no text.`)
  return SecretString
}
