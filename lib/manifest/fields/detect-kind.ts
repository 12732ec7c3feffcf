import type { JobType, Kind } from '../manifest.ts'
import { type Entry, type MapNode, pointerStep, textOf } from '../text/tree.ts'

/** The kind of a manifest, and the option that shows it. */
export interface DetectedKind {
  readonly kind: Kind
  readonly pointer: string
  readonly entry: Entry
}

/** Options that only one kind has, the clearest first: those of an operation, then those of the top level. */
const OPERATION_EVIDENCE: readonly (readonly [name: string, kind: Kind, value?: string])[] = [
  ['destination', 'glacier-import', 'glacier'],
  ['destination', 'ebs-import', 'ebs-snapshot'],
  ['exportBucket', 's3-export'],
  ['vaultName', 'glacier-import'],
  ['archiveComment', 'glacier-import'],
  ['deviceCapacityGreaterThan1TB', 'ebs-import'],
]

const TOP_LEVEL_EVIDENCE: readonly (readonly [name: string, kind: Kind])[] = [
  ['bucket', 's3-import'],
  ['fileSystem', 's3-export'],
  ['recoveryDirectory', 's3-export'],
]

/**
 * Finds the kind by the manifest's own options (sample manifests: an S3 import has `bucket`, an export has
 * `exportBucket` in its operations, EBS and Glacier imports a `destination`). The version is not evidence: it is
 * checked against the kind. Without evidence, `jobType` decides between the S3 kinds.
 */
export const detectKind = (root: MapNode): DetectedKind | undefined => {
  const operations = root.entries.get('operations')
  if (operations) {
    const maps = operationMaps(operations)
    for (const [name, kind, value] of OPERATION_EVIDENCE) {
      for (const { map, pointer } of maps) {
        const entry = map.entries.get(name)
        if (entry && (value === undefined || textOf(map, name) === value)) {
          return { kind, pointer: pointer + pointerStep(name), entry }
        }
      }
    }
  }
  for (const [name, kind] of TOP_LEVEL_EVIDENCE) {
    const entry = root.entries.get(name)
    if (entry) return { kind, pointer: pointerStep(name), entry }
  }
  if (operations && !textOf(root, 'manifestVersion')?.startsWith('3')) {
    return { kind: 's3-export', pointer: '/operations', entry: operations }
  }
  return undefined
}

/** The requested job type decides if the manifest does not. But version 3 is EBS or Glacier, which cannot be guessed. */
export const guessKind = (root: MapNode, jobType: JobType | undefined): Kind | undefined => {
  if (jobType === undefined || textOf(root, 'manifestVersion')?.startsWith('3')) return undefined
  return jobType === 'Export' ? 's3-export' : 's3-import'
}

const operationMaps = ({ value }: Entry): { map: MapNode; pointer: string }[] => {
  if (value.is === 'map') return [{ map: value, pointer: '/operations' }]
  if (value.is !== 'list') return []
  return value.items.flatMap((item, index) =>
    item.value.is === 'map' ? [{ map: item.value, pointer: `/operations/${index}` }] : [],
  )
}
