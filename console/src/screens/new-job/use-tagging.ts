import { useUnsaved } from '../../parts/use-unsaved.ts'

export interface Tag {
  readonly name: string
  readonly value: string
}

/** Tags and description of new jobs, as the form has them. */
export interface TaggingDraft extends Readonly<Record<string, unknown>> {
  /** In the order of the form, also half of one. */
  readonly tags: readonly Tag[]
  readonly description: string
}

/** The same, as the API takes them. */
export interface Tagging {
  readonly tags?: Record<string, string>
  readonly description?: string
}

const STORED = 'waybill.tagging'
const EMPTY: TaggingDraft = { tags: [], description: '' }

/** What is to be seen to before it can be sent. */
export type TagFault = 'needed' | 'half' | 'twice'

/** Where a tag of this name stands first. */
const firstOf = (name: string, tags: readonly Tag[]): number =>
  tags.findIndex(other => other.name.trim() === name.trim())

const faultOf = (
  { name, value }: Tag,
  index: number,
  tags: readonly Tag[],
  isRequired: boolean,
): TagFault | undefined => {
  const isNamed = name.trim() !== ''
  const isFilled = value.trim() !== ''
  if (isNamed && firstOf(name, tags) < index) return 'twice'
  if (isNamed === isFilled) return undefined
  return isRequired ? 'needed' : 'half'
}

const taggingOf = ({ tags, description }: TaggingDraft): Tagging => {
  const named = tags.flatMap(({ name, value }) => (name.trim() === '' ? [] : [[name.trim(), value.trim()] as const]))
  return {
    ...(named.length > 0 && { tags: Object.fromEntries(named) }),
    ...(description.trim() !== '' && { description: description.trim() }),
  }
}

/**
 * The tags and the description that new jobs are made with. A reload does not lose them. Tags that the team needs are there,
 * to be filled in.
 */
export const useTagging = (required: readonly string[]) => {
  const form = useUnsaved<TaggingDraft>(STORED, EMPTY)
  const draft = form.value
  const missing = required.filter(name => !draft.tags.some(tag => tag.name.trim() === name))
  const tags: readonly Tag[] = [...missing.map(name => ({ name, value: '' })), ...draft.tags]
  const isRequired = ({ name }: Tag, index: number) => required.includes(name.trim()) && firstOf(name, tags) === index
  const faults = tags.map((tag, index) => faultOf(tag, index, tags, isRequired(tag, index)))
  return {
    tags,
    description: draft.description,
    /** Whether the team needs the tag, so that it cannot be renamed or taken out. */
    isRequired,
    faults,
    isReady: faults.every(fault => fault === undefined),
    setTags: (next: readonly Tag[]) => form.change({ tags: next }),
    setDescription: (description: string) => form.change({ description }),
    saved: form.saved,
    tagging: taggingOf({ ...draft, tags }),
  }
}

export type TaggingForm = ReturnType<typeof useTagging>
