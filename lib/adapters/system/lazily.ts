/** An adapter's methods. */
type Methods<T> = { readonly [K in keyof T]: (...given: never[]) => Promise<unknown> }

/**
 * An adapter that is opened when something is first asked of it, so that a function starts without code that it seldom
 * needs.
 *
 * @param names every method of the port
 */
export const lazily = <T extends Methods<T>>(names: { readonly [K in keyof T]: true }, open: () => Promise<T>): T => {
  let opened: Promise<T> | undefined
  const ask = (name: keyof T) => {
    return async (...given: never[]) => {
      opened ??= open()
      return (await opened)[name](...given)
    }
  }
  // `names` has every key of T, and `ask` gives each the very result of the method of that name.
  return Object.fromEntries(Object.keys(names).map(name => [name, ask(name as keyof T)])) as T
}
