/** Changes that were made, and perhaps seen, are gone: they could not be committed. The cause may be another request's. */
export class LostChanges extends Error {
  override readonly name = 'LostChanges'

  constructor(options: ErrorOptions) {
    super('What this has made or seen could not be committed, and is gone', options)
  }
}
