const SVG = 'http://www.w3.org/2000/svg'

/** Lines on a square of 16 pixels; those of `more` are filled. */
const PATHS = {
  more: 'M4 5h8l-4 6z',
  menu: 'M1 3h14M1 8h14M1 13h14',
  search: 'M11 7A4 4 0 1 1 3 7A4 4 0 1 1 11 7M10 10L14 14',
  download: 'M8 1v9M4 6l4 4 4-4M1 14h14',
  refresh: 'M14 8A6 6 0 1 1 12 3.5L14 5.5M14 1v5H9',
  settings:
    'M10 8A2 2 0 1 1 6 8A2 2 0 1 1 10 8M13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5L13 13M13 3l-1.5 1.5M4.5 11.5L3 13',
  language: 'M15 8A7 7 0 1 1 1 8A7 7 0 1 1 15 8M11 8A3 7 0 1 1 5 8A3 7 0 1 1 11 8M1 8h14',
} as const

export type IconName = keyof typeof PATHS

/** A picture beside a name, or in its place; who listens to the page has the name. */
export const icon = (name: IconName): SVGElement => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('class', `first-icon-${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
