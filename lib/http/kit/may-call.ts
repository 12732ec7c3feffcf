import { type Caller, mayOperate } from '../../teams/caller.ts'
import type { Access } from '../routes.ts'

/** Whether a caller may call routes of a kind; which things of a route it may see is another question. */
export const mayCall = (caller: Caller, access: Access): boolean => {
  switch (access) {
    case 'member':
      return caller.role === 'member'
    case 'reader':
      return caller.role !== 'operator'
    case 'operator':
      return mayOperate(caller)
    case 'known':
    case 'anyone':
      return true
    case 'signer':
      return false
  }
}
