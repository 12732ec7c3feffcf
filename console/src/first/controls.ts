import { element } from './element.ts'
import { type IconName, icon } from './icons.ts'

/*
 * Controls of the first page. None of them does anything by itself: the whole page has one of the same name, which gets the focus
 * and the click.
 */

export const button = (text: string, name: IconName): HTMLButtonElement =>
  element('button', { type: 'button' }, icon(name), text)

export const iconButton = (label: string, name: IconName): HTMLButtonElement =>
  element('button', { type: 'button', class: 'first-square', 'aria-label': label }, icon(name))

/** @param label what it is called, where the text alone would not do */
export const toolButton = (text: string, label: string, name?: IconName): HTMLButtonElement =>
  element('button', { type: 'button', 'aria-label': label }, ...(name ? [icon(name)] : []), element('span', {}, text))

export const searchField = (label: string): HTMLElement =>
  element(
    'div',
    { class: 'first-search' },
    icon('search'),
    element('input', { type: 'text', autocomplete: 'off', 'aria-label': label, placeholder: label }),
  )
