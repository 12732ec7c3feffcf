import { useEffect, useLayoutEffect } from 'react'

let focused: string | undefined

/** Remembers which link of the first page has the focus when the whole page takes its place. */
export const useRememberedFocus = (): void => {
  useLayoutEffect(
    () => () => {
      focused = document.activeElement?.closest('.first a')?.getAttribute('href') ?? undefined
    },
    [],
  )
}

/** Gives the focus to the same link of the whole page, so that who works by keyboard goes on from there. */
export const useFocusOfFirstPage = (): void => {
  useEffect(() => {
    const links = [...document.querySelectorAll('a')]
    links.find(link => link.getAttribute('href') === focused)?.focus()
    focused = undefined
  }, [])
}
