import type { DepotDevice } from '../../desk/ports.ts'

/** A device in a list of the desk. */
export const listedDevice = ({ allowed, version: _, ...device }: DepotDevice, basePath: string) => {
  const self = `${basePath}/v1/depot/jobs/${encodeURIComponent(device.jobId)}`
  return { ...device, allowedActions: allowed, links: { self, steps: `${self}/steps` } }
}

/** The entity tag of a job at the depot. */
export const deviceTag = ({ version }: Pick<DepotDevice, 'version'>): string => `"${version}"`
