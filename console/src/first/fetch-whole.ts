/**
 * Has the files of the whole page fetched into the browser's cache, where they are when they are needed. Nothing of them is read
 * yet, which takes a phone longer than to fetch them.
 */
export const fetchWhole = async (): Promise<void> => {
  const names = document.querySelector<HTMLMetaElement>('meta[name="whole-page"]')?.content.split(' ') ?? []
  // What does not come now is asked for again when it is needed.
  await Promise.allSettled(names.map(async name => (await fetch(name, { priority: 'low' })).arrayBuffer()))
}
