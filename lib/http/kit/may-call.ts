import { type Caller, mayHandle, mayOperate } from '../../teams/caller.ts'
import type { Access } from '../routes.ts'

/** Whether a caller may call routes with this access. What it may see there is checked later. */
export const mayCall = (caller: Caller, access: Access): boolean => {
  switch (access) {
    case 'member':
      return caller.role === 'member'
    case 'reader':
      return caller.role !== 'operator' && caller.role !== 'depot'
    case 'operator':
      return mayOperate(caller)
    case 'depot':
      return mayHandle(caller)
    case 'known':
    case 'anyone':
      return true
    case 'signer':
      return false
  }
}
