import Sequencer from '@jest/test-sequencer'

/** What takes a minute or more, the longest first. Started last, the screens would run for minutes beside an idle worker. */
const LONGEST = ['screens', 'roles', 'flows', 'failures']

const placeOf = ({ path }) => {
  const place = LONGEST.findIndex(name => path.endsWith(`${name}.browser.ts`))
  return place < 0 ? LONGEST.length : place
}

/** Begins with the files that take longest. Jest itself knows how long each takes only once it has run on this machine. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}
