/** A file could not be fetched from the service's address. Thrown by every implementation of `Downloads`. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure'
}
