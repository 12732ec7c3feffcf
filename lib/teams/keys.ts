/** The keys that teams sign with. */

/** An access key that signs requests to the service. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A key, and the team that owns it. */
export interface TeamKey extends Credentials {
  readonly team: string
  /** What the secret was before the last rotation: still good for verifying, never for signing. */
  readonly previousSecretAccessKey?: string
}

/** The teams' signing keys. */
export interface Keys {
  /** The keys that a team may sign with, preferred one first; none for an unknown team. */
  ofTeam(team: string): Promise<readonly Credentials[]>
  /** A key by its ID, with the team that owns it. */
  find(accessKeyId: string): Promise<TeamKey | undefined>
}

/** The signing keys, for operators. Never returns a secret. */
export interface KeyRing {
  /** Adds a key; where it has a team, that prefers it to the others. `false`: there is one of that ID, and it stays as it is. */
  put(accessKeyId: string, secretAccessKey: string): Promise<boolean>
  /** Gives a key another secret; the previous one verifies until the next rotation. `false`: the key does not exist. */
  rotate(accessKeyId: string, secretAccessKey: string): Promise<boolean>
  /** Takes a key away. `false`: the key does not exist. */
  remove(accessKeyId: string): Promise<boolean>
  list(): Promise<readonly ListedKey[]>
}

export interface ListedKey {
  readonly accessKeyId: string
  /** Where the keys themselves are kept by teams. */
  readonly team?: string
  readonly changedAt?: Date
}
