/** A file that could not be fetched from where the service said it is. Thrown by every implementation of `Downloads`. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure'
}
