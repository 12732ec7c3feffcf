/**
 * Takes the focus to the heading of a part of the page, of the whole screen if none is named.
 *
 * @returns whether there is one yet
 */
export const focusHeading = (part?: Element | null): boolean => {
  const heading = part?.querySelector('h2') ?? document.querySelector('main h1')
  return heading instanceof HTMLElement && takeFocus(heading)
}

export const takeFocus = (heading: HTMLElement | undefined): boolean => {
  if (!heading) return false
  heading.tabIndex = -1
  heading.style.outline = 'none'
  heading.focus()
  return true
}
