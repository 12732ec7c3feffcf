import Sequencer from '@jest/test-sequencer'

/** What takes a minute or more, the longest first. Started last, it would have the machine to itself for most of its time. */
const LONGEST = [
  'browser/screens',
  'browser/roles',
  'browser/flows',
  'truth/power-cut',
  'deployed/policies',
  'integration/query-clients',
  'bench/smoke',
]

const placeOf = ({ path }) => {
  const place = LONGEST.findIndex(name => path.replaceAll('\\', '/').includes(`test/${name}.`))
  return place < 0 ? LONGEST.length : place
}

/** Begins with the files that take longest. Jest itself knows how long each takes only once it has run on this machine. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}
