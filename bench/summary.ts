/** The mark of the table on top of docs/performance.md. */
export const SUMMARY = 'summary'

const SECTION = /<!-- bench (?<name>[\w-]+) -->\n(?<text>.*?)\n<!-- end \k<name> -->/gs

/** Every figure that has a target, out of the sections below: what, ours, beside, ratio, target. */
export const summarize = (document: string): string => {
  const lines = [...document.matchAll(SECTION)].flatMap(({ groups: { name = '', text = '' } = {} }) =>
    name === SUMMARY ? [] : withTargets(name, text),
  )
  const table = [['what', 'ours', 'beside', 'ratio', 'target'], ['---', '---', '---', '---', '---'], ...lines]
  return table.map(line => `|${line.map(cell => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`).join('\n')
}

const withTargets = (section: string, text: string): string[][] => {
  const [headings = [], , ...rows] = text
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
  return rows.flatMap(row => {
    const cell = (heading: string) => row[headings.indexOf(heading)] ?? ''
    const target = cell('target')
    if (target === '') return []
    // A target bounds the ratio to the limit, or to what stands beside ours; some bound both.
    const [isOfLimit, isOfPeer] = [target.includes('the limit'), /\dx(?! the limit)/.test(target)]
    const beside = [...(isOfPeer ? [cell('beside')] : []), ...(isOfLimit ? [cell('limit')] : [])]
    const ratio = [...(isOfPeer ? [cell('ours / beside')] : []), ...(isOfLimit ? [cell('ours / limit')] : [])]
    const missed = target.includes('MISSED') ? `${target} ([why](#${section}))` : target
    return [[`[${section}](#${section}): ${cell('row')}`, cell('ours'), beside.join('; '), ratio.join('; '), missed]]
  })
}
