/** The ports of signing keys. */

/** An access key that signs requests to the service. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A key, and the team that owns it. */
export interface TeamKey extends Credentials {
  readonly team: string
  /** The secret before the last rotation. It still verifies, but never signs. */
  readonly previousSecretAccessKey?: string
}

/** The teams' signing keys. */
export interface Keys {
  /** The keys that a team may sign with, preferred one first; none for an unknown team. */
  ofTeam(team: string): Promise<readonly Credentials[]>
  /** A key by its ID, with the team that owns it. */
  find(accessKeyId: string): Promise<TeamKey | undefined>
}

/** The secret of a key was deleted, but can still be restored, so no other secret can be stored under the key's ID. */
export class KeyDeletedError extends Error {
  override readonly name = 'KeyDeletedError'
  /** The secret's name in the store. */
  readonly secretName: string

  constructor(secretName: string, cause: unknown) {
    super(`${secretName} was deleted, and can be restored`, { cause })
    this.secretName = secretName
  }
}

/** The signing keys, for operators. Never returns a secret. */
export interface KeyRing {
  /**
   * Adds a key, which becomes the preferred one of its team, if it has one. `false`: a key with this ID exists, and stays.
   *
   * @throws KeyDeletedError
   */
  put(accessKeyId: string, secretAccessKey: string): Promise<boolean>
  /**
   * Gives a key another secret; the previous one verifies until the next rotation. `false`: the key does not exist.
   *
   * @throws KeyDeletedError
   */
  rotate(accessKeyId: string, secretAccessKey: string): Promise<boolean>
  /** Removes a key. `false`: the key does not exist. */
  remove(accessKeyId: string): Promise<boolean>
  list(): Promise<readonly ListedKey[]>
}

/** The facts about a key, without its secret. */
export interface KeyFact {
  /** When its secret was put there, or rotated last. */
  readonly changedAt?: Date
  /** Whether the secret before the last rotation still verifies. */
  readonly hasPrevious: boolean
  /** It was deleted, signs nothing, and can still be restored. */
  readonly isDeleted: boolean
}

/** The facts about signing keys, for operators over HTTP. Never a secret. */
export interface KeyFacts {
  /** The facts about these keys. A key without a secret has no entry. */
  of(accessKeyIds: readonly string[]): Promise<ReadonlyMap<string, KeyFact>>
  /** Keys that a team signs with besides those that it lists. */
  besides(team: string): Promise<readonly string[]>
  /** The team that signs with a key and need not list it. `undefined`: there is none */
  signerOf(accessKeyId: string): Promise<string | undefined>
}

export interface ListedKey {
  readonly accessKeyId: string
  /** Where the keys themselves are kept by teams. */
  readonly team?: string
  readonly changedAt?: Date
}
