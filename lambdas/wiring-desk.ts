import { lazily } from '../lib/adapters/system/lazily.ts'
import type { DeskDeps } from '../lib/desk/desk-deps.ts'
import type { StaffSide } from '../lib/desk/ports.ts'
import { deskConfig } from '../lib/settings/depot-config.ts'

/** The same as for a call to the service. */
const CALL_TIMEOUT_MS = 8_000

/**
 * The further ports of the depot's desk; none if the stage has no depot.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const deskDependencies = (): Pick<DeskDeps, 'depot'> => {
  const config = deskConfig(process.env)
  return config ? { depot: lazily<StaffSide>({ queue: true, job: true, step: true }, () => openDepot(config)) } : {}
}

/** Loaded late: only requests of the staff need it. */
const openDepot = async ({ serviceUrl, staffSecret }: NonNullable<ReturnType<typeof deskConfig>>) => {
  const [{ createHttpStaffSide }, { createSecretsClient }, { readSecretText }] = await Promise.all([
    import('../lib/adapters/service/http-staff-side.ts'),
    import('../lib/adapters/secrets/client.ts'),
    import('../lib/adapters/secrets/secret-text.ts'),
  ])
  const secrets = createSecretsClient()
  return createHttpStaffSide({
    depot: serviceUrl,
    secret: () => readSecretText(secrets, staffSecret),
    timeoutMs: CALL_TIMEOUT_MS,
  })
}
